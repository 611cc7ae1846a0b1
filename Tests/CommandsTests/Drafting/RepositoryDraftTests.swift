import Fixtures
import Foundation
import Subprocess
import Testing

@testable import Commands

/// Drafts of repositories that git has made, in every state that they can be found in.
@Suite struct RepositoryDraftTests {
    /// Runs a script in a new folder, where `commit FOLDER` commits all, and drafts what it left as `r`.
    private func draft(
        _ script: String, target: String = "r", _ wishes: ScenarioDraft.Wishes = ScenarioDraft.Wishes()
    ) async throws -> ScenarioDraft {
        try await CommandLines.withFolder { folder in
            try await Self.run(script, in: folder)
            var wishes = wishes
            wishes.dockerfile = wishes.dockerfile?.replacing("FOLDER", with: folder)
            return try await RepositoryDraft.make(of: GitTarget("\(folder)/\(target)"), wishes) { _ in }
        }
    }

    private static func run(_ script: String, in folder: String) async throws {
        let head = """
            set -eu; cd '\(folder)'
            export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            commit() { git -C "$1" add --all && git -C "$1" commit --quiet --allow-empty --message "${2:-r}"; }
            two() { mkdir -p "$1"; git init --quiet --initial-branch=main "$1"; printf 'FROM debian\\nCOPY a /\\n' >"$1/Dockerfile"
                    echo 1 >"$1/a"; commit "$1"; echo 2 >"$1/a"; commit "$1"; }

            """
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", head + script], output: .discarded, error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    private func expectFailure(_ words: String, _ script: String, target: String = "r") async {
        let error = await #expect(throws: (any Error).self) { try await draft(script, target: target) }
        guard let error else { return }
        let told = ErrorText(error)
        #expect(told.status == ExitStatus.error && told.text.contains(words), "\(told.text)")
    }

    @Test func theBranchThatIsCheckedOutIsReplayed() async throws {
        let draft = try await draft("two r; git -C r checkout --quiet -b 'größe'; echo 3 >r/a; commit r")
        #expect(draft.revisions == "größe" && draft.quickChanges == 2 && draft.name == "r")
        #expect(draft.fixtures.map(\.classes) == [[.source, .source]])
    }

    @Test func withADetachedHeadItIsTheCommit() async throws {
        let draft = try await draft("two r; git -C r checkout --quiet --detach")
        #expect(draft.revisions.count == 40 && draft.quickChanges == 1)
    }

    @Test func aBareRepositoryIsReadAsAnyOther() async throws {
        let draft = try await draft("two x; git clone --quiet --bare x r.git", target: "r.git")
        #expect(draft.repository.hasSuffix("/r.git") && draft.name == "r" && draft.notes.isEmpty)
    }

    @Test func aFolderInsideTheRepositoryMeansAllOfIt() async throws {
        let draft = try await draft("two r; mkdir r/sub; echo 1 >r/sub/x; commit r", target: "r/sub")
        #expect(draft.repository.hasSuffix("/r"))
    }

    @Test func whatIsNotCommittedIsTold() async throws {
        let draft = try await draft("two r; echo 3 >r/a")
        #expect(draft.notes == ["the work tree has changes in 1 file that are not committed; they are not replayed"])
    }

    @Test func aShallowCloneIsReplayedAsFarAsItGoes() async throws {
        let draft = try await draft("two x; echo 3 >x/a; commit x; git clone --quiet --depth 2 \"file://$PWD/x\" r")
        #expect(draft.quickChanges == 1 && draft.notes.contains { $0.hasPrefix("the clone is shallow") })
        await expectFailure("git fetch --unshallow", "two x; git clone --quiet --depth 1 \"file://$PWD/x\" r")
    }

    @Test func aSubmoduleThatIsNotHereIsTold() async throws {
        let draft = try await draft(
            """
            two x; two r; git -C r -c protocol.file.allow=always submodule --quiet add "$PWD/x" lib
            git -C r config --file .gitmodules submodule.lib.url https://example.invalid/x; commit r
            rm -rf r/lib r/.git/modules; mkdir r/lib
            """)
        #expect(draft.notes.contains { $0.hasPrefix("submodules without content here are empty in every build: lib;") })
    }

    @Test func odderNamesAndBytesAreReplayed() async throws {
        let draft = try await draft(
            """
            name=$(printf 'r\\nü x'); two "$name"; mv "$name/Dockerfile" "$name/$(printf 'Dockerfile.a\\nb')"
            printf 'x' >"$name/$(printf '\\351.Dockerfile')"; commit "$name"
            printf '# \\351\\r\\nFROM debian\\r\\nCOPY a /\\r\\nCMD ["cat", "/a"]\\r\\n' >"$name/$(printf 'Dockerfile.a\\nb')"
            commit "$name"
            """, target: "r\nü x")
        #expect(draft.fixtures.map(\.dockerfile) == ["Dockerfile.a\nb"] && draft.name == "r-u-x")
        #expect(draft.fixtures.map(\.command.ends) == [true])
    }

    @Test func aDockerfileOutsideTheHistoryIsTakenFromWhereItIs() async throws {
        let draft = try await draft(
            "two r; git -C r rm --quiet Dockerfile; commit r; echo FROM debian >r/Dockerfile; echo 'FROM debian:11' >mine",
            ScenarioDraft.Wishes(dockerfile: "FOLDER/mine"))
        #expect(draft.fixtures.map(\.isOutside) == [true] && draft.fixtures[0].dockerfile.hasSuffix("/mine"))
        #expect(draft.fixtures[0].images == ["debian:11"] && draft.quickChanges == 2)
    }

    @Test func aRangeIsAsGitTakesIt() async throws {
        let draft = try await draft(
            "two r; echo 3 >r/a; commit r; git -C r tag v1; echo 4 >r/a; commit r", target: "r#v1~2..v1")
        #expect(draft.revisions == "v1~2..v1" && draft.quickChanges == 1)
        await expectFailure("git knows no revisions “nope”", "two r", target: "r#nope")
        await expectFailure("is not a revision range", "two r", target: "r#--all")
    }

    @Test func whatCannotBeReplayedSaysWhatToDo() async {
        await expectFailure("no git repository", "mkdir r")
        await expectFailure("no git repository", "true")
        await expectFailure("has no commit yet: commit at least two revisions", "git init --quiet r")
        await expectFailure("needs two revisions", "git init --quiet r; echo FROM x >r/Dockerfile; commit r")
        await expectFailure("name a branch after #, one of main", "two r; git -C r symbolic-ref HEAD refs/heads/none")
        await expectFailure(
            "has no Dockerfile in main", "two r; git -C r rm --quiet Dockerfile; commit r; echo FROM x >r/Dockerfile")
        await expectFailure(
            "is a link that leads out of it", "two r; ln -sf /etc/passwd r/Dockerfile; commit r; commit r")
    }

    @Test func aFileThatExistsIsKept() async throws {
        try await CommandLines.withFolder { folder in
            let out = folder + "/s.yaml"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: out))
            let command: InitCommand = try CommandLines.parsed(["init", folder, "--out", out])
            let error = await #expect(throws: UsageError.self) { try await command.run() }
            #expect(error?.description.contains("--force overwrites it") == true)
            #expect(try String(contentsOfFile: out, encoding: .utf8) == "mine")
        }
    }

    @Test(arguments: [("s.yaml", "."), ("ci/s.yaml", ".."), ("ci/x/s.yaml", "../.."), ("../s.yaml", nil)])
    func aFileInsideTheRepositoryNamesItByAShortWay(file: String, repository: String?) async throws {
        var draft = try Drafted.draft(["Dockerfile": Drafted.dockerfile()])
        try await CommandLines.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/r/ci/x", withIntermediateDirectories: true)
            draft.repository = folder + "/r"
            #expect(draft.repository(from: "\(folder)/r/\(file)") == repository ?? "\(folder)/r")
        }
    }
}
