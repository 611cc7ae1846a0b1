import Engine
import Foundation
import Testing

@testable import Housekeeping

@Suite struct EngineBytesTests {
    private func bytes(_ text: DiskUsageText) throws -> EngineBytes {
        try EngineBytes(JSONDecoder().decode(DiskUsage.self, from: Data(text.json.utf8)))
    }

    @Test func whatImagesShareCountsOnce() throws {
        // Two images of 100 on a base of 80: 80 + 20 + 20.
        let sum = try bytes(DiskUsageText(layers: 120, images: [(100, 80), (100, 80), (80, 80)]))
        #expect(sum == EngineBytes(images: 120))
        #expect(sum.total == 120)
    }

    @Test func cacheThatImagesShareIsNotCountedAgain() throws {
        let sum = try bytes(DiskUsageText(layers: 50, images: [(50, 0)], cache: [(50, true), (7, false), (3, false)]))
        #expect(sum.buildCache == 10)
        #expect(sum.sharedCache == 50)
        #expect(sum.total == 60)
    }

    @Test func everyKindIsInTheSumOnce() throws {
        let sum = try bytes(
            DiskUsageText(
                layers: 1, images: [(1, 0)], containers: [10, 20], volumes: [100, 200], cache: [(1000, false)]))
        #expect(sum == EngineBytes(images: 1, containers: 30, volumes: 300, buildCache: 1000))
        #expect(sum.total == 1331)
    }

    @Test func whatTheEngineDoesNotKnowIsNothing() throws {
        let sum = try bytes(DiskUsageText(containers: [-1], volumes: [-1, 5], cache: [(-1, false), (-1, true)]))
        #expect(sum == EngineBytes(volumes: 5))
        #expect(try bytes(DiskUsageText()).total == 0)
    }

    /// The engine's sum there is of all snapshots, whoever has them.
    @Test func onContainerdsStoreWhatContainersAndCacheHaveIsTakenFromTheImages() throws {
        let text = DiskUsageText(layers: 100, images: [(60, 0)], containers: [10], cache: [(30, true), (7, false)])
        let usage = try JSONDecoder().decode(DiskUsage.self, from: Data(text.json.utf8))
        let sum = try EngineBytes(usage, store: .containerd)
        #expect(sum == EngineBytes(images: 83, containers: 10, buildCache: 7, sharedCache: 30))
        #expect(sum.total == 100)
    }

    @Test func whatWasReadOfAStoreCountsInPlaceOfTheEnginesSums() throws {
        var parts = StoredParts()
        let (image, both, cache, other) = (
            parts.add(bytes: 1), parts.add(bytes: 10), parts.add(bytes: 100), parts.add(bytes: 1000)
        )
        parts.keep([image, both], image: "i")
        parts.keep([both], image: "j")
        parts.keep([both, cache], record: "r")
        parts.pin([other])
        let text = DiskUsageText(layers: 5000, images: [(60, 0)], containers: [7], cache: [(30, true)])
        let usage = try JSONDecoder().decode(DiskUsage.self, from: Data(text.json.utf8))
        let sum = try EngineBytes(usage, store: .containerd, stored: StoredBytes(parts))
        #expect(sum == EngineBytes(images: 11, containers: 7, buildCache: 100, sharedCache: 10))
    }

    @Test func anEngineThatDoesNotAddUpItsLayersIsRefused() throws {
        let usage = try JSONDecoder().decode(
            DiskUsage.self, from: Data(DiskUsageText(images: [(100, 80)]).json.utf8))
        let error = #expect(throws: LedgerError.self) { try EngineBytes(usage) }
        #expect(error?.code == .sharingUnknown)
        #expect(error?.message.contains("ledger: never") == true)
    }
}
