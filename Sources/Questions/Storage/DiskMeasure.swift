/// By whose word growth is measured.
enum DiskMeasure: String, Sendable, Equatable {
    /// By the disk's: what fills it.
    case filesystem
    /// By the engine's, where the disk cannot be seen.
    case engine

    /// The level by this measure, in bytes; nil where it is not known.
    func bytes(of level: DiskObservation.Level) -> Double? {
        switch self {
        case .filesystem: level.filesystem
        case .engine: level.engine
        }
    }

    /// The better measure that every sample has.
    static func best(for jobs: [DiskObservation]) -> DiskMeasure {
        jobs.allSatisfy { $0.level.map { $0.filesystem != nil } ?? true } ? .filesystem : .engine
    }
}
