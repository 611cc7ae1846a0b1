/// Whose a part of an engine's data root is, by the names on the way to it.
///
/// Source: the layout that Docker's overlay2 driver, its layer and image stores and its builders keep under
/// `--data-root` (20.10 to 26.1).
enum DataRootArea: Hashable, Sendable {
    /// Above the data root: the names that still lead to it.
    case above([String])
    /// The data root itself.
    case dataRoot
    /// `overlay2`: the layers.
    case layers
    /// One layer's own directory.
    case layer
    /// What is in a layer: its `diff`.
    case layerContent
    /// What the driver keeps beside a layer: links, lower lists, work directories.
    case layerRecords
    /// `volumes`.
    case volumes
    /// One volume's directory.
    case volume
    /// What is in a volume: its `_data`.
    case volumeContent
    /// The volumes' own records.
    case volumeRecords
    /// `image`: images' configurations, layers' records, among them the lists from which a layer's tar is rebuilt.
    case imageRecords
    /// `containers`: configurations and logs.
    case containerRecords
    /// `buildkit`: its databases and blobs.
    case buildRecords
    /// `containerd`: its databases and blobs.
    case containerd
    /// All else that an engine makes in its data root, or beside it.
    case engineOther
    /// What the filesystem itself put there.
    case filesystem
    /// What no engine makes.
    case foreign

    private static let others: Set<String> = [
        "builder", "engine-id", "network", "nuke-graph-directory.sh", "plugins", "runtimes", "swarm", "tmp", "trust",
    ]
    /// What the embedded engine keeps beside its data root.
    private static let besides: Set<String> = ["etc", "tmp", "work"]

    /// Whether all that is in this area is of this area.
    var isUniform: Bool {
        switch self {
        case .above, .dataRoot, .layers, .layer, .volumes, .volume: false
        default: true
        }
    }

    /// Whose an entry of this name in this area is.
    func child(_ name: String) -> DataRootArea {
        switch self {
        case .above(let rest): Self.aboveChild(name, rest)
        case .dataRoot: Self.dataRootChild(name)
        case .layers: name == "l" ? .layerRecords : .layer
        case .layer: name == "diff" ? .layerContent : .layerRecords
        case .volumes: name == "metadata.db" || name == "backingFsBlockDev" ? .volumeRecords : .volume
        case .volume: name == "_data" ? .volumeContent : .volumeRecords
        default: self
        }
    }

    private static func aboveChild(_ name: String, _ rest: [String]) -> DataRootArea {
        if name == rest.first { return rest.count == 1 ? .dataRoot : .above(Array(rest.dropFirst())) }
        if name == "lost+found" { return .filesystem }
        return besides.contains(name) ? .engineOther : .foreign
    }

    private static func dataRootChild(_ name: String) -> DataRootArea {
        switch name {
        case "overlay2": .layers
        case "image": .imageRecords
        case "containers": .containerRecords
        case "volumes": .volumes
        case "buildkit": .buildRecords
        case "containerd": .containerd
        case "lost+found": .filesystem
        default: others.contains(name) ? .engineOther : .foreign
        }
    }
}
