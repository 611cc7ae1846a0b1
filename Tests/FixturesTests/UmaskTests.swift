import Foundation
import Glibc
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Fixtures

/// Trees whose modes must not depend on who started Plimsoll, nor on how.
@Suite("Modes under any umask", .serialized)
struct UmaskTests {
    /// The entries of a fixture's context at a change, as name and mode, made under a umask.
    private func modes(_ mask: mode_t, _ fixture: Fixture, _ scratch: Scratch, change: Int) async throws -> [String] {
        let before = umask(mask)
        defer { umask(before) }
        let trace = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0)
        return try await fixture.withWorkingTree(in: scratch.path("work-\(mask)"), trace: trace, seed: 1) { tree in
            try await tree.advance(to: trace.changes[change])
            let context = try BuildContext.scan(root: tree.root, dockerfile: fixture.dockerfile)
            return context.entries.map { "\($0.path) \(String($0.mode, radix: 8))" } + [trace.changes[0].revision]
        }
    }

    @Test("a git checkout has git's modes")
    func git() async throws {
        try await Scratch.with { scratch in
            let script = """
                set -e; umask 077; git init --quiet --initial-branch=main repo; cd repo
                commit() { git add --all; git -c user.name=a -c user.email=a@b commit --quiet --message "$1"; }
                mkdir -p sub/deep; echo 1 > sub/deep/file; echo FROM x > Dockerfile; printf '#!/bin/sh' > run
                chmod 700 run; commit 1; for i in 2 3 4; do echo $i > sub/deep/file; commit $i; done
                """
            let result = try await run(
                .path("/bin/sh"), arguments: ["-c", script], workingDirectory: scratch.root, output: .discarded,
                error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            let fixture = try await Fixture.git(
                name: "real", repository: scratch.path("repo").string, revisions: "main", dockerfile: "Dockerfile")
            let strict = try await modes(0o077, fixture, scratch, change: 2)
            #expect(strict.dropLast() == ["Dockerfile 644", "run 755", "sub 755", "sub/deep 755", "sub/deep/file 644"])
            #expect(try await modes(0o022, fixture, scratch, change: 2) == strict)
            #expect(try await modes(0o002, fixture, scratch, change: 2) == strict)
        }
    }

    @Test("a copied fixture has them too, and is the same fixture")
    func copied() async throws {
        try await Scratch.with { scratch in
            let bundled = try BundledFixture(
                scratch, replacing: ["path: \"notes/note": "path: \"notes/deep/note"])
            let plain = try await modes(0o022, bundled.open(), scratch, change: 3)
            // As somebody with another umask has it in a clone.
            for (file, mode) in [("tree/run.sh", 0o700), ("tree/requirements.txt", 0o600), ("tree/src", 0o700)] {
                #expect(chmod(scratch.path(file).string, mode_t(mode)) == 0)
            }
            let strict = try await modes(0o077, bundled.open(), scratch, change: 3)
            #expect(strict == plain)
            #expect(plain.contains("run.sh 755"))
            #expect(plain.contains("requirements.txt 644"))
            #expect(plain.contains("src 755"))
        }
    }

    @Test("names that are not UTF-8 are copied, are no strangers, and go away")
    func names() async throws {
        try await Scratch.with { scratch in
            let bundled = try BundledFixture(scratch)
            let name: [UInt8] = Array("gr".utf8) + [0xF6, 0xDF] + Array("e".utf8)
            let file = scratch.path("tree").appending(bytes: name)
            try TreeCopy.makeDirectory(file)
            try FileBytes.write([1], to: file.appending(bytes: name))
            let fixture = try bundled.open()
            let trace = try fixture.trace(length: 3, seed: 1, minimumPerClass: 0)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[2])
                #expect(try await tree.strangers() == [])
                try await tree.advance(to: trace.changes[0])
                let context = try BuildContext.scan(root: tree.root, dockerfile: fixture.dockerfile)
                #expect(context.entries.contains { $0.bytes == name + [UInt8(ascii: "/")] + name })
                let sent = try await TarEntry.read(context).entries
                #expect(sent.contains { $0.path == name + [UInt8(ascii: "/")] + name && $0.content == [1] })
            }
            #expect((try? FileStatus(scratch.path("work"))) == nil)
        }
    }
}
