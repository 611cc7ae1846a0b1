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
        return found.map { path in
            let own = host.path(path)
            return AuditedObject(.file, path, madeAt: HostFiles.changed(own), path: own)
        }
    }
}
