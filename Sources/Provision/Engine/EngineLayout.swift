import Foundation

/// Where the files of one engine, or of another part that lives as engines do, are.
struct EngineLayout: Sendable, Hashable {
    /// `STATE/engines` or its like, absolute.
    let parent: String
    /// The part's name.
    let name: String
    /// What sort of part it is.
    let kind: PartKind

    /// The layout of the part `name` under a state directory, which need not exist yet.
    init(stateDirectory: String, name: String, kind: PartKind = .engine) {
        parent = Self.parent(of: stateDirectory, kind)
        self.name = name
        self.kind = kind
    }

    /// The layout of a part by its directory.
    init(directory: String) {
        let url = URL(fileURLWithPath: directory)
        parent = url.deletingLastPathComponent().path
        name = url.lastPathComponent
        kind = PartKind(folder: url.deletingLastPathComponent().lastPathComponent)
    }

    /// `STATE/engines` or its like, absolute and without symbolic links, as the kernel's tables show it.
    static func parent(of stateDirectory: String, _ kind: PartKind) -> String {
        "\(URL(fileURLWithPath: stateDirectory).standardizedFileURL.resolvingSymlinksInPath().path)/\(kind.folder)"
    }

    /// The state directory.
    var stateDirectory: String { URL(fileURLWithPath: parent).deletingLastPathComponent().path }
    /// The part's directory: all that it keeps on the host's filesystem.
    var directory: String { "\(parent)/\(name)" }
    /// What may exist of the part.
    var record: String { "\(directory)/record.json" }
    /// The sparse file that holds the engine's filesystem.
    var image: String { "\(directory)/disk.img" }
    /// What holds the engine's data where there is no such file.
    var root: String { "\(directory)/root" }
    /// Where images, containers and caches are, as the engine's own mount namespace shows it: the same for every engine, so
    /// that no space, comma or length of the host's path ever reaches the daemon.
    var data: String { "/run/engine/data" }
    /// What the daemon prints.
    var log: String { "\(directory)/\(kind == .engine ? "dockerd" : "registry").log" }
    /// The script that the part's first process runs.
    var script: String { "\(directory)/launch.sh" }
    /// The daemon's own configuration file, so that it never reads the host's.
    var configuration: String { "\(directory)/daemon.json" }
    /// The name servers that work from inside.
    var resolver: String { "\(directory)/resolv.conf" }
    /// What the part's processes carry in their environment, so that they are found without a recorded pid.
    var mark: String { "PLIMSOLL_ENGINE=\(directory)" }
}
