import Fixtures
import Questions
import Testing

@testable import Commands
@testable import Model

/// The scenario that a draft becomes, read by the parser that reads all scenarios.
@Suite struct DraftTextTests {
    private func parsed(_ draft: ScenarioDraft, repository: String? = nil) throws -> Scenario {
        try Scenario.parse(
            draft.text(repository: repository, file: "plimsoll.yaml"), file: "plimsoll.yaml",
            questions: OpenQuestions.all.map(\.id))
    }

    private func source(_ scenario: Scenario) throws -> GitSource {
        guard case .git(let source)? = scenario.sources.first else { throw DraftError("no git fixture") }
        return source
    }

    @Test func everyChoiceStandsInIt() throws {
        let draft = try Drafted.draft(
            ["api/Dockerfile": Drafted.dockerfile("a.py"), "api/a.py": ""],
            ScenarioDraft.Wishes(command: ["sh", "-c", "make \"x\"\ny"], changes: 1))
        let expected = GitSource(
            name: "tool", repository: "/srv/tool", revisions: "main~2..main", dockerfile: "api/Dockerfile",
            command: ["sh", "-c", "make \"x\"\ny"], images: ["debian:12"], context: "api")
        let scenario = try parsed(draft)
        #expect(try source(scenario) == expected)
        #expect(scenario.profiles.map(\.changes) == [1, 1] && scenario.questions == ["build-overhead"])
        #expect(scenario.configurations.map(\.name) == ["builder=buildkit"] && !scenario.workload.onlyBuilds)
    }

    @Test(arguments: [
        "a b/Dockerfile", "größe/Dockerfile", "a\nb/Dockerfile", "\u{1B}[1m/Dockerfile", "'\"\\#: /Dockerfile",
        "- x/Dockerfile",
        "\u{202E}/Dockerfile", "😀/Dockerfile", "%x/Dockerfile", "\u{85}\u{2028}/Dockerfile",
    ])
    func anyPathIsReadBackAsItIs(path: String) throws {
        let draft = try Drafted.draft([path: Drafted.dockerfile(".", command: "CMD echo \u{1B}[0m \\ \"")]) {
            $0.root = "/srv/" + path.folder
        }
        #expect(try source(parsed(draft)).dockerfile == path)
        #expect(try source(parsed(draft)).repository == "/srv/" + path.folder)
        #expect(draft.assumptions.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test(arguments: [
        "true", "null", "1.5", "~", "", "yes", "0x1F", "2020-01-01", "a: b", "#x", "*a", "{", "-", "...", ".5",
    ])
    func aWordIsReadBackAsText(word: String) throws {
        let draft = try Drafted.draft(["Dockerfile": Drafted.dockerfile()], ScenarioDraft.Wishes(command: ["a", word]))
        #expect(try source(parsed(draft)).command == ["a", word])
    }

    @Test(arguments: [
        ("Größe µ 2", "grosse-2"), ("42", "repository"), ("...", "repository"), ("Tool_X--y.git", "tool-x-y-git"),
        ("Ünï", "uni"),
        ("日本", "repository"), (String(repeating: "a", count: 99), String(repeating: "a", count: 40)),
    ])
    func namesAreThoseThatImagesMayHave(text: String, name: String) throws {
        // A letter without a decomposition is left out as any other sign.
        #expect(YAMLText.name(text) == name.replacing("grosse", with: "gro-e"))
        #expect(ImageGrammar.isComponent(YAMLText.name(text)))
    }

    @Test func jobsOfImagesThatServeEndWithTheBuild() throws {
        let draft = try Drafted.draft(["Dockerfile": "FROM debian\nEXPOSE 80\n"])
        let scenario = try parsed(draft)
        #expect(scenario.workload.onlyBuilds && scenario.questions.isEmpty)
        #expect(draft.assumptions.contains("run         nothing"))
        let given = try Drafted.draft(
            ["Dockerfile": "FROM debian\nEXPOSE 80\n"], ScenarioDraft.Wishes(command: ["true"]))
        #expect(try !parsed(given).workload.onlyBuilds)
    }

    @Test func aLongHistoryIsReplayedFromWhereTheFullProfileBegins() throws {
        let history = [[String]](repeating: ["a"], count: 150)
        let draft = try Drafted.draft(["Dockerfile": Drafted.dockerfile()], history: history)
        #expect(draft.quickChanges == 10 && draft.fullChanges == 40 && draft.revisions == "main~41..main")
    }

    @Test func aRangeIsReplayedWhole() throws {
        let history = [[String]](repeating: ["a"], count: 19)
        let draft = try Drafted.draft(["Dockerfile": Drafted.dockerfile()], history: history) {
            ($0.range, $0.isRangeGiven) = ("main~20..main", true)
        }
        #expect(draft.quickChanges == 19 && draft.revisions == "main~20..main")
    }

    @Test func moreChangesThanThereAreAreRefused() {
        let error = #expect(throws: DraftError.self) {
            try Drafted.draft(["Dockerfile": Drafted.dockerfile()], ScenarioDraft.Wishes(changes: 3))
        }
        #expect(error?.description == "--revisions 3: only 2 changes can be replayed in main")
    }

    @Test func changesOutsideTheContextAreOfNoClass() throws {
        let files = [
            "api/Dockerfile": Drafted.dockerfile("a.py"), "api/a.py": "", "web/Dockerfile": Drafted.dockerfile("."),
        ]
        let history = [["api/a.py"], ["web/x", "package.json"], ["api/requirements.txt"], ["api/Dockerfile", "x"]]
        let draft = try Drafted.draft(files, history: history)
        #expect(draft.fixtures.first { $0.name == "tool-api" }?.classes == [.source, .none, .dependency, .dockerfile])
    }

    @Test func aShallowCloneIsTold() throws {
        let draft = try Drafted.draft(["Dockerfile": Drafted.dockerfile()]) { $0.clone = .shallow }
        #expect(draft.assumptions.contains("note: the clone is shallow"))
    }
}
