import Foundation

/// Where an engine keeps temporary files, and what should be gone when nothing runs.
struct EngineFiles {
    let host: EngineHost

    /// Directories, as the engine sees them, in which every entry is temporary.
    private var temporary: [String] {
        let beside = (host.dataRoot as NSString).deletingLastPathComponent
        return [
            "\(beside)/tmp", "\(host.dataRoot)/tmp", "\(host.dataRoot)/image/overlay2/layerdb/tmp",
            "\(host.dataRoot)/buildkit/content/ingest",
            "\(host.dataRoot)/containerd/daemon/io.containerd.content.v1.content/ingest",
            "\(host.dataRoot)/containerd/daemon/tmpmounts",
        ]
    }

    /// Directories with one entry for every container and for every running build step.
    private var perContainer: [String] {
        [
            "\(host.dataRoot)/containers", "\(host.dataRoot)/image/overlay2/layerdb/mounts",
            "\(host.dataRoot)/buildkit/executor", "\(host.dataRoot)/rootfs/overlayfs",
            "\(host.dataRoot)/containerd/daemon/io.containerd.runtime.v2.task/moby",
            "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby", "/run/docker/runtime-runc/moby",
        ]
    }

    /// Entries that engines of any version keep at the top of their data directory, files or directories.
    private static let kept: Set<String> = [
        "builder", "buildkit", "containerd", "containers", "engine-id", "image", "lost+found", "network", "overlay2",
        "plugins", "rootfs", "runtimes", "swarm", "tmp", "trust", "volumes",
    ]

    private static let keptWhileRunning: Set<String> = [
        "containerd", "libnetwork", "metrics.sock", "netns", "plugins", "runtime-runc", "runtimes", "swarm",
        "unmount-on-shutdown",
    ]

    private func entries(in directories: [String], where isUnwanted: (HostFiles.Entry) -> Bool) -> [String] {
        directories.flatMap { directory in
            (HostFiles.entries(in: host.path(directory)) ?? []).filter(isUnwanted).map { "\(directory)/\($0.name)" }
        }
    }

    func objects(sparing containers: Set<String>) -> [AuditedObject] {
        let root = host.dataRoot
        let found =
            entries(in: temporary) { _ in true }
            + entries(in: perContainer) { $0.isDirectory && !containers.contains($0.name) }
            // Of any kind: a link, a socket, a pipe.
            + entries(in: [root]) { !Self.kept.contains($0.name) }
            + entries(in: ["/run/docker"]) { !Self.keptWhileRunning.contains($0.name) }
            // Where each container has a directory.
            + entries(in: ["\(root)/containers", "\(root)/image/overlay2/layerdb/mounts"]) { !$0.isDirectory }
        return found.map { path in
            let own = host.path(path)
            return AuditedObject(.file, path, madeAt: HostFiles.changed(own), path: own)
        }
    }
}

/// The directories of Docker's overlay2 driver, and what refers to them.
/// Sources: the layout of moby/moby's `daemon/graphdriver/overlay2` and `layer` (`filestore.go`), 20.10 to 26.1.
struct OverlayStore {
    private static let driver = "overlay2"
    /// Suffixes that the driver adds to names of directories that belong to another one.
    private static let suffixes = ["-init", "-removing"]

    let dataRoot: String

    var isThere: Bool { HostFiles.entries(in: "\(dataRoot)/\(Self.driver)") != nil }

    func unreferenced(besides others: Set<String>) -> [AuditedObject] {
        let store = "\(dataRoot)/\(Self.driver)"
        // The directories are listed first. One that is made meanwhile is not among them. One that is removed meanwhile
        // has lost its reference, and is gone the next time.
        let directories = HostFiles.directories(in: store) ?? []
        let referenced = layers.union(containers).union(others)
        return directories.compactMap { name in
            // `l` holds the short names for mounting.
            guard name != "l" else { return nil }
            let owner = Self.suffixes.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
            guard !referenced.contains(owner), !referenced.contains(name) else { return nil }
            let path = "\(store)/\(name)"
            return AuditedObject(.overlay, name, madeAt: HostFiles.changed(path), path: path)
        }
    }

    private var layers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb"
        // Each digest algorithm has its own folder.
        let folders = (HostFiles.directories(in: store) ?? []).filter { $0 != "mounts" && $0 != "tmp" }
        return Set(
            folders.flatMap { folder in
                (HostFiles.directories(in: "\(store)/\(folder)") ?? []).compactMap {
                    HostFiles.text("\(store)/\(folder)/\($0)/cache-id")
                }
            })
    }

    /// Those of containers, each with its init layer, which holds the hosts file and the like.
    private var containers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb/mounts"
        return Set(
            (HostFiles.directories(in: store) ?? []).flatMap { container in
                ["mount-id", "init-id"].compactMap { HostFiles.text("\(store)/\(container)/\($0)") }
            })
    }
}
