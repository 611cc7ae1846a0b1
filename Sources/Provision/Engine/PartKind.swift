/// What sort of thing is brought up in namespaces of its own.
enum PartKind: String, Sendable, Hashable {
    /// A Docker engine.
    case engine
    /// An image registry for engines.
    case registry

    /// The folder of a state directory that they lie in.
    var folder: String {
        switch self {
        case .engine: "engines"
        case .registry: "registries"
        }
    }

    /// The folder's kind; an engine's where the folder has another name.
    init(folder: String) {
        self = folder == PartKind.registry.folder ? .registry : .engine
    }

    /// Notes in a record, where there is one, that this process takes the part down.
    func noteStopping(_ path: String) {
        switch self {
        case .engine: EngineRecord.noteStopping(path)
        case .registry: RegistryRecord.noteStopping(path)
        }
    }
}
