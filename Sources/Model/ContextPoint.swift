/// What build contexts lack of what their repositories name: figures of a run, by the names of their series.
public enum ContextPoint: String, Sendable, CaseIterable {
    /// Submodules' commits that no repository on this machine has: their directories are empty.
    case missingSubmodules = "missing_submodules"
    /// Files whose content is kept by git LFS and is not on this machine: they hold a pointer's text.
    case missingObjects = "missing_lfs_objects"

    /// How many there are, counted now.
    public func point(_ value: Int) -> JobPoint {
        JobPoint(name: rawValue, unit: self == .missingObjects ? "file" : "submodule", value: Double(value))
    }
}
