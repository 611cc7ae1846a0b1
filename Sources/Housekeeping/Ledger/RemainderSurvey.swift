/// Breaks down the unaccounted bytes (bytes the engine does not report) by a walk over the data root.
struct RemainderSurvey: Sendable, Equatable {
    /// Bytes of each part; their sum is exactly the disk's figure minus the engine's.
    private let bytes: [RemainderPart.Name: Int]

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
        // What was walked and belongs to no other part.
        bytes[.engineOther] = disk - content.onDisk - bytes.values.reduce(0, +)
        bytes[.blockRounding] = content.allocated - content.lengths
        bytes[.directories] = content.directories
        bytes[.uncountedContent] = content.lengths - engine.total
        self.bytes = bytes
    }

    /// Growth of each part since an earlier survey, in the order of the names.
    func growth(since earlier: RemainderSurvey?) -> [RemainderPart] {
        RemainderPart.Name.allCases.map { name in
            RemainderPart(name: name, bytes: (bytes[name] ?? 0) - (earlier?.bytes[name] ?? 0))
        }
    }
}

package struct RemainderPart: Sendable, Equatable {
    /// The raw values name series in results.
    package enum Name: String, Sendable, CaseIterable {
        /// Bytes that files of layers and volumes take beyond their length, because disks use whole blocks.
        case blockRounding = "block_rounding"
        /// Directories of layers and volumes, which engines do not count.
        case directories
        /// Files of layers and volumes that the engine does not count: unreferenced layers. Negative if it counts what
        /// is not there.
        case uncountedContent = "uncounted_content"
        /// The storage driver's files beside each layer: links, lower lists, work directories.
        case layerRecords = "layer_records"
        /// Images' configurations, and the lists from which layers' tars are rebuilt.
        case imageRecords = "image_records"
        case containerRecords = "container_records", volumeRecords = "volume_records"
        case buildRecords = "build_records", containerd, engineOther = "engine_other", foreign
        /// The filesystem's own tables, and removed files that are still held open.
        case filesystem
    }

    package var name: Name
    /// On disk.
    package var bytes: Int
}
