import Foundation
import Model
import SystemPackage
import Testing

@testable import Fixtures

@Suite("What is in a working tree and not of its revision")
struct StrangerTests {
    @Test("generated trees: what the fixture has and what changes made is known, all else is not")
    func generated() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let trace = try fixture.trace(length: 20, seed: 3, minimumPerClass: 4)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 3) { tree in
                #expect(try await tree.strangers() == [])
                for change in trace.changes {
                    try await tree.advance(to: change)
                    #expect(try await tree.strangers() == [], "after \(change.revision)")
                }
                let root = tree.root.string
                try FileManager.default.createDirectory(atPath: root + "/left/deep", withIntermediateDirectories: true)
                try "x".write(toFile: root + "/left/deep/file", atomically: false, encoding: .utf8)
                try "x".write(toFile: root + "/.hidden", atomically: false, encoding: .utf8)
                #expect(try await tree.strangers() == [".hidden", "left"])
            }
        }
    }

    @Test("git trees: what the revision has is known, also where it is ignored")
    func git() async throws {
        try await Scratch.with { scratch in
            try scratch.directory("repository")
            try scratch.write("repository/a ä.txt", "1")
            try scratch.write("repository/.gitignore", "*.log\n")
            try scratch.write("repository/Dockerfile.ci", "FROM scratch\n")
            let script = """
                git init --quiet && git add --all &&
                git -c user.name=t -c user.email=t@example.org commit --quiet -m one &&
                echo 2 > "a ä.txt" && git add --all &&
                git -c user.name=t -c user.email=t@example.org commit --quiet -m two
                """
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "cd '\(scratch.path("repository"))' && " + script]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let fixture = try await Fixture.git(
                name: "g", repository: scratch.path("repository").string, revisions: "HEAD", dockerfile: "Dockerfile.ci"
            )
            let trace = try fixture.trace(length: 1, seed: 1, minimumPerClass: 0)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                #expect(try await tree.strangers() == [])
                for change in trace.changes {
                    try await tree.advance(to: change)
                    #expect(try await tree.strangers() == [])
                }
                let root = tree.root.string
                try "x".write(toFile: root + "/left ö.log", atomically: false, encoding: .utf8)
                try FileManager.default.createDirectory(atPath: root + "/new", withIntermediateDirectories: true)
                try "x".write(toFile: root + "/new/file", atomically: false, encoding: .utf8)
                // A file of the revision that was changed is no stranger.
                try "3".write(toFile: root + "/a ä.txt", atomically: false, encoding: .utf8)
                #expect(try await tree.strangers() == ["left ö.log", "new"])
                try await tree.advance(to: trace.changes[0])
                #expect(try await tree.strangers() == [], "the next revision clears them away")
            }
        }
    }
}
