/// What a walk over the data root explains of the difference between the disk's and the engine's words.
struct RemainderSurvey: Sendable, Equatable {
    /// What there is of each part; together, exactly what the disk says less what the engine says.
    private let bytes: [RemainderPart.Name: Int]

    /// - Parameters:
    ///   - disk: bytes in use on disk when the walk was done.
    ///   - engine: what the engine said it keeps.
    init(_ tally: DataRootTally, disk: Int, engine: EngineBytes) {
        let content = tally.sum([.layerContent, .volumeContent])
        let areas: [RemainderPart.Name: [DataRootArea]] = [
            .layerRecords: [.layers, .layer, .layerRecords], .imageRecords: [.imageRecords],
            .containerRecords: [.containerRecords], .volumeRecords: [.volumes, .volume, .volumeRecords],
            .buildRecords: [.buildRecords], .containerd: [.containerd], .foreign: [.foreign],
        ]
        var bytes = areas.mapValues { tally.sum($0).onDisk }
        let unmapped = disk - tally.whole.onDisk
        bytes[.filesystem] = unmapped + tally[.filesystem].onDisk
        // What was walked and has no other name.
        bytes[.engineOther] = disk - content.onDisk - bytes.values.reduce(0, +)
        bytes[.blockRounding] = content.allocated - content.lengths
        bytes[.directories] = content.directories
        bytes[.uncountedContent] = content.lengths - engine.total
        self.bytes = bytes
    }

    /// What each part has grown by since an earlier survey, in the order of the names.
    func growth(since earlier: RemainderSurvey?) -> [RemainderPart] {
        RemainderPart.Name.allCases.map { name in
            RemainderPart(name: name, bytes: (bytes[name] ?? 0) - (earlier?.bytes[name] ?? 0))
        }
    }
}
