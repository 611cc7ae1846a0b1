import Fixtures
import Testing

@testable import Commands

/// Which Dockerfiles of a repository a first scenario builds.
@Suite struct DockerfileChoiceTests {
    private let plain = Drafted.dockerfile(".")

    private func chosen(
        _ files: [String: String], history: [[String]] = [["a"], ["b"]], dockerfile: String? = nil
    ) throws -> [String] {
        try Drafted.draft(files, history: history, ScenarioDraft.Wishes(dockerfile: dockerfile)).fixtures.map(
            \.dockerfile)
    }

    @Test(arguments: [
        "Dockerfile", "Containerfile", "Dockerfile.ci", "ci.Dockerfile", "docker/dockerfile", "Dockerfile-dev",
        "Dockerfile.py",
        "a b/Dockerfile",
    ])
    func aNameOfADockerfileIsKnown(path: String) { #expect(DockerfileNames.isDockerfile(path)) }

    @Test(arguments: [
        "Dockerfile.dockerignore", "Dockerfile.j2", "Dockerfile.md", "node_modules/x/Dockerfile", "vendor/Dockerfile",
        "dockerfiles.py", "docker", "src/dockerfile.py",
    ])
    func anotherNameIsNone(path: String) { #expect(!DockerfileNames.isDockerfile(path)) }

    @Test func theOneForCIComesBeforeTheOneForUsers() throws {
        #expect(try chosen(["Dockerfile": plain, "Dockerfile.ci": plain]) == ["Dockerfile.ci"])
    }

    @Test func theRootComesBeforeFolders() throws {
        let draft = try Drafted.draft(["Dockerfile": plain, "docs/Dockerfile": plain])
        #expect(draft.fixtures.map(\.dockerfile) == ["Dockerfile"] && draft.others == ["docs/Dockerfile"])
    }

    @Test func foldersWithOneEachBecomeFixturesTheMostChangedFirst() throws {
        let files = Dictionary(uniqueKeysWithValues: ["a", "b", "c", "d", "e"].map { ("\($0)/Dockerfile", plain) })
        let draft = try Drafted.draft(files, history: [["c/x"], ["b/x"], ["c/y"]])
        #expect(draft.fixtures.map(\.dockerfile) == ["c/Dockerfile", "b/Dockerfile", "a/Dockerfile", "d/Dockerfile"])
        #expect(draft.fixtures.map(\.name) == ["tool-c", "tool-b", "tool-a", "tool-d"])
        #expect(draft.others == ["e/Dockerfile"])
    }

    @Test func whatCIBuildsComesBeforeAll() throws {
        let files = [
            "Dockerfile": plain, "docker/test.Dockerfile": plain,
            ".gitlab-ci.yml": "script:\n  - docker build --file docker/test.Dockerfile .\n",
        ]
        #expect(try chosen(files) == ["docker/test.Dockerfile"])
    }

    @Test func whatCannotBeBuiltIsPassedOver() throws {
        #expect(try chosen(["Dockerfile": "ARG X\nFROM $X\n", "Dockerfile.ok": plain]) == ["Dockerfile.ok"])
        #expect(try chosen(["Dockerfile": Drafted.dockerfile("dist"), "Dockerfile.ok": plain]) == ["Dockerfile.ok"])
    }

    @Test(arguments: [
        ("ARG X\nFROM $X\n", "line 2: FROM names the argument X, which has no default"),
        (
            "FROM a\nRUN --mount=type=secret,id=x,required cat /run/secrets/x\n",
            "line 2: RUN requires a mount of type secret"
        ),
    ])
    func withNothingElseItIsAnError(text: String, words: String) {
        let error = #expect(throws: DraftError.self) { try Drafted.draft(["Dockerfile": text]) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [["a": "x"], ["Dockerfile": "no instruction\n"], ["Dockerfile.j2": "FROM {{x}}\n"], [:]])
    func aRepositoryWithoutOneIsAnErrorThatSaysWhatToDo(files: [String: String]) {
        let error = #expect(throws: DraftError.self) { try Drafted.draft(files) }
        #expect(error?.description.contains("has no Dockerfile in main") == true)
        #expect(error?.description.contains("--dockerfile FILE") == true)
    }

    @Test func theFileThatALinkLeadsToIsBuilt() throws {
        let draft = try Drafted.draft(["ci/real": plain], links: ["Dockerfile": "./ci/../ci/real"])
        #expect(draft.fixtures.map(\.dockerfile) == ["ci/real"])
        #expect(draft.fixtures[0].notes.contains("Dockerfile is a link: ci/real is built, which it leads to"))
    }

    @Test(arguments: ["/etc/passwd", "../../other/Dockerfile", "nowhere"])
    func aLinkThatLeadsOutIsNone(target: String) {
        let error = #expect(throws: DraftError.self) { try Drafted.draft([:], links: ["Dockerfile": target]) }
        #expect(error?.description.contains("Dockerfile is a link that leads out of it") == true)
    }

    @Test func theOneThatIsAskedForIsTaken() throws {
        let files = ["Dockerfile": plain, "x/Dockerfile": plain]
        #expect(try chosen(files, dockerfile: "x/Dockerfile") == ["x/Dockerfile"])
        let error = #expect(throws: DraftError.self) { try chosen(files, dockerfile: "y") }
        #expect(error?.description.contains("there is Dockerfile, x/Dockerfile") == true)
    }

    @Test func onlyRevisionsThatHaveItAreReplayed() throws {
        let history = [["a"], ["+Dockerfile"], ["a"], ["Dockerfile"], ["a"]]
        let draft = try Drafted.draft(["Dockerfile": plain], history: history)
        #expect(draft.quickChanges == 3 && draft.fullChanges == 3)
        let error = #expect(throws: DraftError.self) {
            try Drafted.draft(["Dockerfile": plain], history: [["a"], ["+Dockerfile"]])
        }
        #expect(error?.description.contains("only the newest of main has it") == true)
    }

    @Test func aNewServiceDoesNotShortenTheOthers() throws {
        let history = [[String]](repeating: ["a/x"], count: 8) + [["+b/Dockerfile"], ["b/x"]]
        let draft = try Drafted.draft(["a/Dockerfile": plain, "b/Dockerfile": plain], history: history)
        #expect(draft.fixtures.map(\.dockerfile) == ["a/Dockerfile"] && draft.others == ["b/Dockerfile"])
        #expect(draft.quickChanges == 10)
    }

    @Test func oneRevisionIsTooFew() {
        let error = #expect(throws: DraftError.self) { try Drafted.draft(["Dockerfile": plain], history: []) }
        #expect(error?.description.contains("needs two revisions") == true)
    }
}
