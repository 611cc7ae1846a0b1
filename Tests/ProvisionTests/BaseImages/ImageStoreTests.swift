import Foundation
import Synchronization
import Testing

@testable import Provision

@Suite struct ImageStoreTests {
    private func store(_ state: TemporaryDirectory) -> ImageStore {
        ImageStore(stateDirectory: state.path, "images")
    }

    @Test func madeOnceAndReused() async throws {
        let state = try TemporaryDirectory()
        let made = try await store(state).image("one", needing: 0, announce: { _ in }) { workshop in
            try workshop.write("abc", to: workshop.archive)
            return ["zlib 1", "apt 2"]
        }
        // The digest of "abc": FIPS 180-2, B.1.
        #expect(made.facts.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(made.facts.bytes == 3)
        #expect(made.facts.packages == ["apt 2", "zlib 1"])
        let again = try await store(state).image("one", needing: 0, announce: { _ in }) { _ in
            Issue.record("made a second time")
            return []
        }
        #expect(again == made)
        #expect(!state.exists("images/work"))
    }

    @Test func anArchiveThatWasCutShortIsMadeAgain() async throws {
        let state = try TemporaryDirectory()
        for expected in ["first", "second"] {
            let image = try await store(state).image("one", needing: 0, announce: { _ in }) { workshop in
                try workshop.write(expected, to: workshop.archive)
                return []
            }
            #expect(try String(contentsOfFile: image.archive, encoding: .utf8) == expected)
            try Data("x".utf8).write(to: URL(fileURLWithPath: image.archive))
        }
    }

    @Test func aFailureLeavesNothingAndTheRestOfAKilledOneGoes() async throws {
        struct Planted: Error {}
        let state = try TemporaryDirectory()
        try state.makeDirectory("images/work/rest")
        await #expect(throws: Planted.self) {
            try await store(state).image("one", needing: 0, announce: { _ in }) { workshop in
                #expect(!FileManager.default.fileExists(atPath: "\(workshop.directory)/rest"))
                try workshop.write("half", to: workshop.archive)
                throw Planted()
            }
        }
        #expect(!state.exists("images/work"))
        #expect(store(state).existing("one") == nil)
    }

    @Test func lackOfSpaceIsSaidBeforehand() async throws {
        let state = try TemporaryDirectory()
        let error = await #expect(throws: PreparationError.self) {
            try await store(state).image("one", needing: Int.max, announce: { _ in }) { _ in
                Issue.record("begun without space")
                return []
            }
        }
        #expect(error?.code == .noSpace)
    }

    @Test func ofTwoAtOnceOneMakesAndTheOtherWaits() async throws {
        let state = try TemporaryDirectory()
        let tally = Tally()
        async let first = slowImage(store(state), tally)
        async let second = slowImage(store(state), tally)
        #expect(try await first == second)
        #expect(tally.made.withLock { $0 } == 1)
        #expect(
            tally.announced.withLock { $0 } == ["waiting for another Plimsoll that works in \(state.path)/images"])
    }

    private func slowImage(_ store: ImageStore, _ tally: Tally) async throws -> PreparedImage {
        try await store.image(
            "one", needing: 0, announce: { sentence in tally.announced.withLock { $0.append(sentence) } }
        ) { workshop in
            tally.made.withLock { $0 += 1 }
            try await Task.sleep(for: .milliseconds(300))
            try workshop.write("abc", to: workshop.archive)
            return []
        }
    }

    @Test func theSameTreeGivesTheSameBytes() async throws {
        let state = try TemporaryDirectory()
        var digests: Set<String> = []
        for name in ["one", "two"] {
            let image = try await store(state).image(name, needing: 0, announce: { _ in }) { workshop in
                let tree = "\(workshop.directory)/tree"
                try ImageStore.makeDirectory(tree)
                for file in name == "one" ? ["a", "b"] : ["b", "a"] {
                    try workshop.write(file, to: "\(tree)/\(file)")
                    chmod("\(tree)/\(file)", name == "one" ? 0o600 : 0o664)
                }
                try await workshop.pack(tree)
                return []
            }
            digests.insert(image.facts.digest)
        }
        #expect(digests.count == 1)
    }
}

/// What happened in tasks at once.
private final class Tally: Sendable {
    let made = Mutex(0)
    let announced = Mutex<[String]>([])
}
