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

/// What the disk holds beyond the engine's own words, by what it is.
package struct RemainderPart: Sendable, Equatable {
    /// What a part can be. The raw values name series in results.
    package enum Name: String, Sendable, CaseIterable {
        /// What files of layers and volumes take beyond their length, as disks give whole blocks.
        case blockRounding = "block_rounding"
        /// Directories of layers and volumes, which engines do not count.
        case directories
        /// Files of layers and volumes that the engine does not count: layers that nothing refers to any more; negative
        /// where it counts what is not there.
        case uncountedContent = "uncounted_content"
        /// What the storage driver keeps beside each layer: links, lower lists, work directories.
        case layerRecords = "layer_records"
        /// Images' configurations, and the lists from which layers' tars are rebuilt.
        case imageRecords = "image_records"
        case containerRecords = "container_records", volumeRecords = "volume_records"
        case buildRecords = "build_records", containerd, engineOther = "engine_other", foreign
        /// The filesystem's own tables, and files that were removed while something holds them open.
        case filesystem
    }

    package var name: Name
    /// How much, in bytes on disk.
    package var bytes: Int

    package init(name: Name, bytes: Int) {
        self.name = name
        self.bytes = bytes
    }
}
