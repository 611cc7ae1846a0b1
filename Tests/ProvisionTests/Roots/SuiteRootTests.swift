import Foundation
import Model
import Testing

@testable import Provision

/// Making a root for real, in a directory of the test's own: needs root, mmdebstrap and the mirror.
@Suite(.serialized, .enabled(if: EngineTestHost.isAvailable), .timeLimit(.minutes(10)))
struct SuiteRootTests {
    private static let engine = SuiteEngine(product: .docker, suite: "bookworm")

    @Test func twoMakersMakeOneAndABrokenOneIsMadeAnew() async throws {
        try await withTemporaryDirectory { directory in
            let store = RootStore(directory: "\(directory)/roots, with a comma")
            let said = Recorder()
            async let one = store.root(of: Self.engine) { said.add($0) }
            async let other = store.root(of: Self.engine) { said.add($0) }
            let made = try await [one, other]
            #expect(made[0] == made[1])
            #expect(said.lines.count { $0.hasPrefix("making a root") } == 1)
            #expect(said.lines.contains { $0.hasPrefix("waiting for another Plimsoll") })
            #expect(said.lines.contains { $0.contains("installing") })
            print("a root in \(made[0].facts.seconds) s")

            let began = ContinuousClock.now
            _ = try await store.root(of: Self.engine) { _ in }
            let checked = ContinuousClock.now - began
            #expect(checked < .seconds(1))
            print("checked in \(checked)")

            truncate("\(made[0].directory)/usr/sbin/dockerd", 1000)
            let anew = try await store.root(of: Self.engine) { said.add($0) }
            #expect(said.lines.contains { $0.contains("usr/sbin/dockerd is not as it was made") })
            #expect(anew.directory != made[0].directory)
            let left = try FileManager.default.contentsOfDirectory(atPath: store.directory).sorted()
            #expect(
                left
                    == ["cache", "docker-bookworm.json", (anew.directory as NSString).lastPathComponent, "lock"]
                    .sorted())
        }
    }

    @Test func aSuiteThatTheMirrorLacksIsRefusedByName() async throws {
        try await withTemporaryDirectory { directory in
            await #expect {
                try await RootStore(directory: directory).root(of: SuiteEngine(product: .docker, suite: "nosuch"))
            } throws: {
                guard let error = $0 as? EmbeddedEngineError else { return false }
                return error.code == .noRoot && error.message.contains("has no suite 'nosuch'")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/nosuch.json"))
        }
    }

    /// However its maker dies, the next one starts from the beginning.
    @Test func aRootWhoseMakerWasKilledIsMadeByTheNext() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                _ = try await RootStore(directory: directory).root(of: SuiteRootTests.engine) { line in
                    if line.contains("installing") { kill(getpid(), SIGKILL) }
                }
            }
            let root = try await RootStore(directory: directory).root(of: Self.engine)
            #expect(await RootStore(directory: directory).look(RootRecipe(Self.engine)).root == root)
        }
    }
}
