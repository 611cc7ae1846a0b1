/// What a walk found, by whose it is.
struct DataRootTally: Sendable, Equatable {
    /// What was found in one area.
    struct Part: Sendable, Equatable {
        /// Files' lengths, a file with several names once, in bytes: what engines count.
        var lengths = 0
        /// What those files take on disk, in bytes.
        var allocated = 0
        /// What directories take on disk, in bytes.
        var directories = 0
        /// Files and directories, a file with several names once.
        var inodes = 0

        /// All that it takes on disk, in bytes.
        var onDisk: Int { allocated + directories }
    }

    private var parts: [DataRootArea: Part] = [:]

    /// What was found in an area.
    subscript(_ area: DataRootArea) -> Part { parts[area] ?? Part() }

    /// What was found in several areas together.
    func sum(_ areas: [DataRootArea]) -> Part { Self.sum(areas.map { self[$0] }) }

    /// All that was found.
    var whole: Part { Self.sum(Array(parts.values)) }

    mutating func addFile(length: Int, allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].lengths += length
        parts[area, default: Part()].allocated += allocated
        parts[area, default: Part()].inodes += 1
    }

    mutating func addDirectory(allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].directories += allocated
        parts[area, default: Part()].inodes += 1
    }

    private static func sum(_ parts: [Part]) -> Part {
        parts.reduce(into: Part()) { sum, part in
            sum.lengths += part.lengths
            sum.allocated += part.allocated
            sum.directories += part.directories
            sum.inodes += part.inodes
        }
    }
}
