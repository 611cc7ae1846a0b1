import Testing

@testable import Housekeeping

@Suite struct RemainderSurveyTests {
    private static let areas: [DataRootArea] = [
        .above(["data"]), .dataRoot, .layers, .layer, .layerContent, .layerRecords, .volumes, .volume, .volumeContent,
        .volumeRecords, .imageRecords, .containerRecords, .buildRecords, .containerd, .engineOther, .filesystem,
        .foreign, .containerdRoot, .containerdState, .contentStore, .snapshotter, .blobs,
    ]

    /// Every area with a file and a directory of its own size.
    private func tally() -> DataRootTally {
        var tally = DataRootTally()
        for (index, area) in Self.areas.enumerated() {
            tally.addFile(length: 1000 << index, allocated: 4096 << index, in: area)
            tally.addDirectory(allocated: 7 << index, in: area)
        }
        return tally
    }

    private func part(_ name: RemainderPart.Name, _ survey: RemainderSurvey) -> Int? {
        survey.growth(since: nil).first { $0.name == name }?.bytes
    }

    @Test func thePartsAddUpToTheRemainder() {
        let engine = EngineBytes(images: 5, containers: 6, volumes: 7, buildCache: 8, sharedCache: 9)
        let survey = RemainderSurvey(tally(), disk: 1 << 40, engine: engine)
        let parts = survey.growth(since: nil)
        #expect(parts.map(\.name) == RemainderPart.Name.allCases)
        #expect(parts.reduce(0) { $0 + $1.bytes } == 1 << 40 - engine.total)
        #expect(survey.growth(since: survey).allSatisfy { $0.bytes == 0 })
        let other = RemainderSurvey(tally(), disk: 1 << 40, engine: engine, on: .containerd).growth(since: nil)
        #expect(other.reduce(0) { $0 + $1.bytes } == 1 << 40 - engine.total)
    }

    @Test func onContainerdsStoreBlobsAndSnapshotsCountInWholeBlocks() {
        let tally = tally()
        let survey = RemainderSurvey(
            tally, disk: tally.whole.onDisk, engine: EngineBytes(images: 1000), on: .containerd)
        let stored = tally.sum([.layers, .layer, .layerContent, .layerRecords, .blobs])
        #expect(part(.uncountedContent, survey) == stored.onDisk + tally[.volumeContent].lengths - 1000)
        #expect(part(.layerRecords, survey) == 0)
        let volumes = tally[.volumeContent]
        #expect(part(.blockRounding, survey) == volumes.allocated - volumes.lengths)
    }

    @Test func eachPartIsWhatItSays() {
        let tally = tally()
        let survey = RemainderSurvey(tally, disk: tally.whole.onDisk + 12_345, engine: EngineBytes(images: 1000))
        let content = tally.sum([.layerContent, .volumeContent])
        #expect(part(.blockRounding, survey) == content.allocated - content.lengths)
        #expect(part(.directories, survey) == content.directories)
        #expect(part(.uncountedContent, survey) == content.lengths - 1000)
        #expect(part(.layerRecords, survey) == tally.sum([.layers, .layer, .layerRecords]).onDisk)
        #expect(part(.imageRecords, survey) == tally[.imageRecords].onDisk)
        #expect(part(.containerRecords, survey) == tally[.containerRecords].onDisk)
        #expect(part(.volumeRecords, survey) == tally.sum([.volumes, .volume, .volumeRecords]).onDisk)
        #expect(part(.buildRecords, survey) == tally[.buildRecords].onDisk)
        #expect(part(.containerd, survey) == tally.sum(DataRootArea.containerdRecords).onDisk)
        #expect(part(.foreign, survey) == tally[.foreign].onDisk)
        // Blobs are where only an engine on containerd's store has them.
        #expect(part(.engineOther, survey) == tally.sum([.above(["data"]), .dataRoot, .engineOther, .blobs]).onDisk)
        #expect(part(.filesystem, survey) == tally[.filesystem].onDisk + 12_345)
    }
}
