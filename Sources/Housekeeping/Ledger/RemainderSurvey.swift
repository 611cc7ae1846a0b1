import Engine

/// Breaks down the unaccounted bytes (bytes the engine does not report) by a walk over the data root.
struct RemainderSurvey: Sendable, Equatable {
    /// Bytes of each part; their sum is exactly the disk's figure minus the engine's.
    private let bytes: [RemainderPart.Name: Int]

    init(_ tally: DataRootTally, disk: Int, engine: EngineBytes, on store: ImageStore = .layers) {
        let content = tally.sum(store.contentAreas)
        let areas: [RemainderPart.Name: [DataRootArea]] = [
            .layerRecords: store == .layers ? [.layers, .layer, .layerRecords] : [], .imageRecords: [.imageRecords],
            .containerRecords: [.containerRecords], .volumeRecords: [.volumes, .volume, .volumeRecords],
            .buildRecords: [.buildRecords], .containerd: DataRootArea.containerdRecords, .foreign: [.foreign],
        ]
        var bytes = areas.mapValues { tally.sum($0).onDisk }
        let unmapped = disk - tally.whole.onDisk
        bytes[.filesystem] = unmapped + tally[.filesystem].onDisk
        // What was walked and belongs to no other part.
        bytes[.engineOther] = disk - content.onDisk - bytes.values.reduce(0, +)
        // Of containerd's blobs and snapshots whole blocks and directories are counted.
        let byLength = tally.sum(store == .layers ? store.contentAreas : [.volumeContent])
        bytes[.blockRounding] = byLength.allocated - byLength.lengths
        bytes[.directories] = byLength.directories
        bytes[.uncountedContent] = byLength.lengths + (content.onDisk - byLength.onDisk) - engine.total
        self.bytes = bytes
    }

    /// Growth of each part since an earlier survey, in the order of the names.
    func growth(since earlier: RemainderSurvey?) -> [RemainderPart] {
        RemainderPart.Name.allCases.map { name in
            RemainderPart(name: name, bytes: (bytes[name] ?? 0) - (earlier?.bytes[name] ?? 0))
        }
    }
}

extension ImageStore {
    /// Where the bytes are that an engine counts.
    fileprivate var contentAreas: [DataRootArea] {
        switch self {
        case .layers: [.layerContent, .volumeContent]
        case .containerd: [.layers, .layer, .layerContent, .layerRecords, .blobs, .volumeContent]
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
        /// Files of layers and volumes that the engine does not count: unreferenced layers; on containerd's store also
        /// blobs that neither image nor cache keeps, such as BuildKit's history. Negative if it counts what is not
        /// there.
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
