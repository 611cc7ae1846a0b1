import Foundation
import Model
import SystemPackage
import Testing

@testable import Fixtures

@Suite("Generated changes")
struct GeneratedTreeTests {
    @Test("each change touches what its class says, and the fixture's own files stay")
    func classes() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let original = try BundledFixture.snapshot(scratch.path("tree"))
            let trace = try fixture.trace(length: 20, seed: 3, minimumPerClass: 4)
            try await fixture.withWorkingTree(in: scratch.path("deep/work"), trace: trace, seed: 3) { tree in
                try await tree.advance(to: trace.changes[0])
                var before = try BundledFixture.snapshot(tree.root)
                #expect(before == original)
                for change in trace.changes.dropFirst() {
                    try await tree.advance(to: change)
                    let after = try BundledFixture.snapshot(tree.root)
                    let changed = Set(after.keys).union(before.keys).filter { after[$0] != before[$0] && $0 != "notes" }
                    #expect(changed.count == 1)
                    let file = changed.first ?? ""
                    switch change.changeClass {
                    case .dependency: #expect(file == "requirements.txt")
                    case .dockerfile: #expect(file == "Dockerfile.ci")
                    default: #expect(file.hasSuffix(".py") || file == "notes/note_\(change.index).rst")
                    }
                    before = after
                }
                #expect(before["requirements.txt"]?.contains("flask==3\nrequests==1\nyaml==6\n") == true)
            }
            #expect(try BundledFixture.snapshot(scratch.path("tree")) == original)
            #expect(!FileManager.default.fileExists(atPath: scratch.path("deep/work").string))
        }
    }

    @Test("forwards in one go, step by step and back again give the same bytes for the same seed")
    func determinism() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let trace = try fixture.trace(length: 12, seed: 5, minimumPerClass: 2)
            let stepped = try await fixture.withWorkingTree(in: scratch.path("one"), trace: trace, seed: 5) { tree in
                for change in trace.changes { try await tree.advance(to: change) }
                let end = try BundledFixture.snapshot(tree.root)
                try await tree.advance(to: trace.changes[4])
                #expect(try BundledFixture.snapshot(tree.root) != end)
                try await tree.advance(to: trace.changes[12])
                #expect(try BundledFixture.snapshot(tree.root) == end)
                return end
            }
            let jumped = try await fixture.withWorkingTree(in: scratch.path("two"), trace: trace, seed: 5) { tree in
                try await tree.advance(to: trace.changes[12])
                return try BundledFixture.snapshot(tree.root)
            }
            #expect(jumped == stepped)
            let seeded = try await fixture.withWorkingTree(in: scratch.path("three"), trace: trace, seed: 6) { tree in
                try await tree.advance(to: trace.changes[12])
                return try BundledFixture.snapshot(tree.root)
            }
            #expect(seeded != stepped)
        }
    }

    @Test(
        "a change that changes nothing is an error",
        arguments: [
            ("\"\\\\n# {{index}} {{word}}\\\\n\"", "\"\""), ("notes/note_{{index}}.rst", "src/a.py"),
            ("[\"requests==1\", \"requests==2\"]", "[\"requests==1\"]"), ("r{{index}}", "r0"),
        ])
    func nothing(old: String, new: String) async throws {
        try await Scratch.with { scratch in
            let text = new == "src/a.py" ? ["\"{{word}}\\n\"": "\"print()\\n\""] : [:]
            let fixture = try BundledFixture(
                scratch, replacing: [old.replacing("\\\\", with: "\\"): new].merging(text) { $1 }
            ).open()
            let trace = try fixture.trace(length: 12, seed: 5, minimumPerClass: 3)
            let error = await #expect(throws: FixtureError.self) {
                try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 5) { tree in
                    try await tree.advance(to: trace.changes[12])
                }
            }
            #expect(error?.code == .changeChangesNothing)
            #expect(!FileManager.default.fileExists(atPath: scratch.path("work").string))
        }
    }

    @Test(
        "an edit that does not fit its tree is an error that says so",
        arguments: [
            ("src/**/*.py", "*.rb"), ("^requests==", "^nothing=="), ("file: requirements.txt", "file: gone.txt"),
        ])
    func misfit(old: String, new: String) async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch, replacing: [old: new]).open()
            let trace = try fixture.trace(length: 12, seed: 5, minimumPerClass: 3)
            let error = await #expect(throws: FixtureError.self) {
                try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 5) { tree in
                    try await tree.advance(to: trace.changes[12])
                }
            }
            #expect(error?.code == .changeFailed)
        }
    }

    @Test("a change of another trace, and a directory that exists, are refused")
    func refused() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let trace = try fixture.trace(length: 3, seed: 5, minimumPerClass: 1)
            let error = await #expect(throws: FixtureError.self) {
                try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 5) { tree in
                    try await tree.advance(to: Change(index: 4, revision: "x", changeClass: .source))
                }
            }
            #expect(error?.code == .changeNotInTrace)
            try scratch.write("taken/precious")
            let taken = await #expect(throws: FixtureError.self) {
                try await fixture.withWorkingTree(in: scratch.path("taken"), trace: trace, seed: 5) { _ in }
            }
            #expect(taken?.code == .workingDirectory)
            #expect(FileManager.default.fileExists(atPath: scratch.path("taken/precious").string))
        }
    }
}
