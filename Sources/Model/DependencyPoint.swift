/// The figures that jobs with a restored archive of dependencies have besides their records, by the names of their series.
public enum DependencyPoint: String, Sendable, CaseIterable {
    /// How long the archive took to be fetched from its store; 0 where the manifest had not changed. Part of the context phase.
    case archiveRestoreSeconds = "archive_restore_s"
    /// How long a new archive took to be copied out, packed and stored; part of the artifacts phase.
    case archiveSaveSeconds = "archive_save_s"
    /// The size of what was saved.
    case archiveBytes = "archive_bytes"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .archiveRestoreSeconds, .archiveSaveSeconds: "s"
        case .archiveBytes: "byte"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Double) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: value)
    }
}
