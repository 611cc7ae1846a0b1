import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Fixtures

/// Submodules, LFS objects, and clones that lack something.
@Suite("What a repository names and keeps elsewhere")
struct MissingContentsTests {
    private static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        size 3

        """

    private func shell(_ script: String, _ scratch: Scratch) async throws {
        let prelude = """
            set -e; export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b \
            GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_ALLOW_PROTOCOL=file
            commit() { git add --all; git commit --quiet --allow-empty --message "$1"; }

            """
        let result = try await run(
            .path("/bin/sh"), arguments: ["-c", prelude + script], workingDirectory: scratch.root, output: .discarded,
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    private func open(_ scratch: Scratch, _ name: String = "repo", _ range: String = "main") async throws -> Fixture {
        try await Fixture.git(
            name: "real", repository: scratch.path(name).string, revisions: range, dockerfile: "Dockerfile")
    }

    /// The files of a fixture's tree after each change, and what is missing over the trace.
    private func files(
        _ fixture: Fixture, _ length: Int, _ scratch: Scratch
    ) async throws -> ([[String]], MissingContents) {
        let trace = try fixture.trace(length: length, seed: 1, minimumPerClass: 0)
        let place = scratch.path("work-\(UUID())")
        let found = try await fixture.withWorkingTree(in: place, trace: trace, seed: 1) { tree in
            var found: [[String]] = []
            for change in trace.changes {
                try await tree.advance(to: change)
                #expect(try await tree.strangers() == [])
                let snapshot = try BundledFixture.snapshot(tree.root).filter { !$0.value.hasPrefix("directory") }
                found.append(snapshot.map { "\($0.key) \($0.value)" }.sorted())
            }
            return found
        }
        return (found, try await fixture.missingContents(in: trace))
    }

    private static let submodules = """
        for r in deep inner; do git init --quiet --initial-branch=main $r; (cd $r; echo $r 1 > file; commit 1); done
        (cd inner; git submodule --quiet add ../deep deep; commit deep)
        git init --quiet --initial-branch=main repo; cd repo; echo FROM x > Dockerfile; commit 1
        git submodule --quiet add ../inner lib/inner; git submodule --quiet update --init --recursive; commit 2
        (cd ../inner; echo inner 2 > file; echo new > more; commit 2); (cd lib/inner; git pull --quiet)
        commit 3; git rm --quiet -r lib/inner; commit 4; cd ..

        """

    @Test("submodules come from where git keeps them here", arguments: ["modules", "address"])
    func submodules(_ place: String) async throws {
        try await Scratch.with { scratch in
            let clone =
                place == "modules"
                ? "mv deep gone1; mv inner gone2" : "git clone --quiet repo bare; rm -rf repo; mv bare repo"
            try await shell(Self.submodules + clone, scratch)
            let (files, missing) = try await files(open(scratch), 3, scratch)
            #expect(missing.isEmpty)
            let inner = ["lib/inner/.gitmodules", "lib/inner/deep/file 420 deep 1\n"]
            #expect(files[0] == ["Dockerfile 420 FROM x\n"])
            #expect(files[1].contains("lib/inner/file 420 inner 1\n"))
            #expect(inner.allSatisfy { line in files[1].contains { $0.hasPrefix(line) } })
            #expect(files[2].contains("lib/inner/file 420 inner 2\n"))
            #expect(files[2].contains("lib/inner/more 420 new\n"))
            #expect(!files[3].contains { $0.hasPrefix("lib/") })
        }
    }

    @Test("a submodule that is nowhere here is told")
    func missing() async throws {
        try await Scratch.with { scratch in
            try await shell(Self.submodules + "mv deep gone1; mv inner gone2; rm -rf repo/.git/modules", scratch)
            let (files, missing) = try await files(open(scratch), 3, scratch)
            #expect(missing.submodules == ["lib/inner"])
            #expect(!files[1].contains { $0.hasPrefix("lib/") })
            let sentence = try #require(missing.sentences(fixture: "real").first)
            #expect(sentence.contains("lib/inner"))
            #expect(sentence.contains("git submodule update --init --recursive"))
        }
    }

    @Test("LFS objects come from the repository's own store, and those that are not there are told")
    func largeFiles() async throws {
        try await Scratch.with { scratch in
            try scratch.write("pointer", Self.pointer)
            try scratch.write("other", Self.pointer.replacing("ba78", with: "ffff"))
            try await shell(
                """
                git init --quiet --initial-branch=main repo; cd repo; echo FROM x > Dockerfile
                echo '*.bin filter=lfs diff=lfs merge=lfs -text' > .gitattributes
                cp ../pointer there.bin; cp ../other missing.bin; cp ../pointer "plain text"; printf 'raw\\0' > raw.bin
                commit 1; echo 2 > other; commit 2
                mkdir -p .git/lfs/objects/ba/78
                printf abc > .git/lfs/objects/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                """, scratch)
            let (files, missing) = try await files(open(scratch), 1, scratch)
            for tree in files {
                #expect(tree.contains("there.bin 420 abc"))
                #expect(tree.contains("raw.bin 420 raw\0"))
                #expect(tree.contains("plain text 420 " + Self.pointer))
                #expect(tree.contains { $0.hasPrefix("missing.bin 420 version") })
            }
            #expect(missing == MissingContents(objects: ["missing.bin"]))
        }
    }

    @Test("a shallow or partial clone is named as such")
    func clones() async throws {
        try await Scratch.with { scratch in
            try await shell(
                """
                git init --quiet --initial-branch=main whole; cd whole; git config uploadpack.allowFilter true
                for i in 1 2 3; do echo FROM $i > Dockerfile; commit $i; done; cd ..
                git clone --quiet --depth 2 "file://$PWD/whole" shallow
                git clone --quiet --no-checkout --filter=blob:none "file://$PWD/whole" partial
                """, scratch)
            let shallow = try await open(scratch, "shallow")
            let short = #expect(throws: FixtureError.self) { try shallow.trace(length: 2, seed: 1, minimumPerClass: 0) }
            #expect(short?.message.contains("holds 2 revisions") == true)
            #expect(short?.message.contains("git fetch --unshallow") == true)
            let unknown = await #expect(throws: FixtureError.self) {
                try await open(scratch, "shallow", "main~2..main")
            }
            #expect(unknown?.message.contains("git fetch --unshallow") == true)
            let partial = try await open(scratch, "partial")
            let trace = try partial.trace(length: 2, seed: 1, minimumPerClass: 0)
            let absent = await #expect(throws: FixtureError.self) {
                try await partial.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                    try await tree.advance(to: trace.changes[0])
                }
            }
            #expect(absent?.message.contains("the clone is partial") == true, "\(absent?.message ?? "")")
        }
    }
}
