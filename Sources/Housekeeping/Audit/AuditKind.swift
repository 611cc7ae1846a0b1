/// A kind of thing that a job may leave behind. The raw values stand in results and never change.
public enum AuditKind: String, Codable, Sendable, CaseIterable {
    /// A container, running or not.
    case container
    /// A name of an image.
    case image
    /// An image without a name that no other image builds upon.
    case danglingImage = "dangling_image"
    /// A volume.
    case volume
    /// A network of the engine's.
    case network
    /// A record of BuildKit's cache.
    case buildCache = "build_cache"
    /// A mount.
    case mount
    /// A network interface.
    case interface
    /// A network namespace, by what keeps it: a mount, or a process.
    case namespace = "network_namespace"
    /// A control group.
    case cgroup
    /// A process, also one that only waits to be reaped.
    case process
    /// A directory of the storage driver's that no image, container or cache record refers to.
    case overlay = "overlay_directory"
    /// A file or directory: in a job's workspace, in the run's directory, or where the engine keeps temporary ones.
    case file
}
