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

    @Test func anEngineThatDoesNotAddUpItsLayersIsRefused() throws {
        let usage = try JSONDecoder().decode(
            DiskUsage.self, from: Data(DiskUsageText(images: [(100, 80)]).json.utf8))
        let error = #expect(throws: LedgerError.self) { try EngineBytes(usage) }
        #expect(error?.code == .sharingUnknown)
        #expect(error?.message.contains("ledger: never") == true)
    }
}
