/// Where the parts of an engine that is all Plimsoll's own are, as this process can reach them.
public struct EngineHost: Sendable, Equatable {
    /// A process in the engine's mount and network namespaces, by its number here, that lives as long as the engine.
    public var process: Int32
    /// The data root, as the engine's own mount namespace shows it.
    public var dataRoot: String
    /// The engine's control group, by its name below each hierarchy's root.
    public var cgroup: String
    /// Directories of this host in which every mount is the engine's or the run's.
    public var directories: [String]

    /// A value of these parts.
    public init(process: Int32, dataRoot: String, cgroup: String, directories: [String]) {
        self.process = process
        self.dataRoot = dataRoot
        self.cgroup = cgroup
        self.directories = directories
    }

    /// A path of the engine's, as this process can read it.
    func path(_ inside: String) -> String { "/proc/\(process)/root\(inside)" }

    /// The data root, as this process can read it.
    var data: String { path(dataRoot) }
}
