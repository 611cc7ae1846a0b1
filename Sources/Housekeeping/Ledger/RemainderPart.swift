/// What the disk holds beyond the engine's own words, by what it is.
public struct RemainderPart: Sendable, Equatable {
    /// What a part can be. The raw values name series in results.
    public enum Name: String, Sendable, CaseIterable {
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
        /// Containers' configurations and logs.
        case containerRecords = "container_records"
        /// The volumes' database.
        case volumeRecords = "volume_records"
        /// BuildKit's databases and blobs.
        case buildRecords = "build_records"
        /// containerd's databases and blobs.
        case containerd
        /// All else that an engine makes for itself.
        case engineOther = "engine_other"
        /// What no engine makes.
        case foreign
        /// The filesystem's own tables, and files that were removed while something holds them open.
        case filesystem
    }

    /// What it is.
    public var name: Name
    /// How much, in bytes on disk.
    public var bytes: Int

    /// A part.
    public init(name: Name, bytes: Int) {
        self.name = name
        self.bytes = bytes
    }
}
