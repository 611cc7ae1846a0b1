import Foundation

/// Where an engine keeps files for a while, and what should be gone when nothing runs.
struct EngineFiles {
    let host: EngineHost

    /// Directories, as the engine sees them, in which every entry is temporary.
    private var temporary: [String] {
        let beside = (host.dataRoot as NSString).deletingLastPathComponent
        return [
            "\(beside)/tmp", "\(host.dataRoot)/tmp", "\(host.dataRoot)/image/overlay2/layerdb/tmp",
            "\(host.dataRoot)/buildkit/content/ingest",
        ]
    }

    /// Directories that have one of its own for every container, and for every build step that runs.
    private var perContainer: [String] {
        [
            "\(host.dataRoot)/containers", "\(host.dataRoot)/image/overlay2/layerdb/mounts",
            "\(host.dataRoot)/buildkit/executor",
            "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby", "/run/docker/runtime-runc/moby",
        ]
    }

    /// What engines keep at the top of their data directory, of all versions, whether files or directories.
    private static let kept: Set<String> = [
        "builder", "buildkit", "containerd", "containers", "engine-id", "image", "lost+found", "network", "overlay2",
        "plugins", "runtimes", "swarm", "tmp", "trust", "volumes",
    ]

    /// What engines keep at the top of the directory of what runs.
    private static let keptWhileRunning: Set<String> = [
        "containerd", "libnetwork", "metrics.sock", "netns", "plugins", "runtime-runc", "runtimes", "swarm",
        "unmount-on-shutdown",
    ]

    /// What is at the top of a directory and is not what engines keep there. It may be of any kind: a link, a socket, a pipe.
    private func strangers(in directory: String, besides kept: Set<String>) -> [String] {
        (HostFiles.entries(in: host.path(directory)) ?? []).filter { !kept.contains($0.name) }
            .map { "\(directory)/\($0.name)" }
    }

    /// Entries that are no directory where each container has one.
    private var loose: [String] {
        ["\(host.dataRoot)/containers", "\(host.dataRoot)/image/overlay2/layerdb/mounts"].flatMap { directory in
            (HostFiles.entries(in: host.path(directory)) ?? []).filter { !$0.isDirectory }
                .map { "\(directory)/\($0.name)" }
        }
    }

    /// What is there, less what belongs to containers that the engine has.
    func objects(sparing containers: Set<String>) -> [AuditedObject] {
        let found =
            temporary.flatMap { directory in
                (HostFiles.entries(in: host.path(directory)) ?? []).map { "\(directory)/\($0.name)" }
            }
            + perContainer.flatMap { directory in
                (HostFiles.directories(in: host.path(directory)) ?? []).filter { !containers.contains($0) }
                    .map { "\(directory)/\($0)" }
            }
            + strangers(in: host.dataRoot, besides: Self.kept)
            + strangers(in: "/run/docker", besides: Self.keptWhileRunning)
            + loose
        return found.map { path in
            let own = host.path(path)
            return AuditedObject(.file, path, madeAt: HostFiles.changed(own), path: own)
        }
    }
}
