import Foundation

/// The directories of Docker's overlay2 driver, and who refers to them.
///
/// Sources: the layout of moby/moby's `daemon/graphdriver/overlay2` and `layer` (`filestore.go`), 20.10 to 26.1.
struct OverlayStore {
    private static let driver = "overlay2"
    /// Names that the driver gives to what belongs to another directory.
    private static let suffixes = ["-init", "-removing"]

    let dataRoot: String

    /// Whether the engine stores its layers so.
    var isThere: Bool { HostFiles.entries(in: "\(dataRoot)/\(Self.driver)") != nil }

    /// The directories that neither a layer nor a container, nor one of `others`, refers to.
    func unreferenced(besides others: Set<String>) -> [AuditedObject] {
        let store = "\(dataRoot)/\(Self.driver)"
        // The directories are listed first: one that is made meanwhile is not among them, one that is removed is referred to
        // no more, and gone the next time.
        let directories = HostFiles.directories(in: store) ?? []
        let referenced = layers.union(containers).union(others)
        return directories.compactMap { name in
            // `l` holds the short names by which directories are mounted.
            guard name != "l" else { return nil }
            let owner = Self.suffixes.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
            guard !referenced.contains(owner), !referenced.contains(name) else { return nil }
            let path = "\(store)/\(name)"
            return AuditedObject(.overlay, name, madeAt: HostFiles.changed(path), path: path)
        }
    }

    /// Those of images' layers.
    private var layers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb"
        // Each digest has a folder of its own.
        let folders = (HostFiles.directories(in: store) ?? []).filter { $0 != "mounts" && $0 != "tmp" }
        return Set(
            folders.flatMap { folder in
                (HostFiles.directories(in: "\(store)/\(folder)") ?? []).compactMap {
                    HostFiles.text("\(store)/\(folder)/\($0)/cache-id")
                }
            })
    }

    /// Those of containers, each with the one below that its hosts file and the like are in.
    private var containers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb/mounts"
        return Set(
            (HostFiles.directories(in: store) ?? []).flatMap { container in
                ["mount-id", "init-id"].compactMap { HostFiles.text("\(store)/\(container)/\($0)") }
            })
    }
}
