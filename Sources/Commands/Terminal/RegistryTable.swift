import Provision

/// Registries as a terminal shows them.
struct RegistryTable {
    let text: String

    init(_ registries: [EmbeddedRegistryStatus]) {
        var table = TextTable(["NAME", "STATE", "ADDRESS", "ENGINES", "IMAGES", "KEEPS", "STORAGE"])
        for registry in registries {
            let engines = registry.engines.filter { $0.traffic != nil }.map(\.name).joined(separator: ",")
            table.add([
                registry.name, registry.state.rawValue, registry.address ?? "-", engines.isEmpty ? "-" : engines,
                registry.usage.map { "\($0.tags)" } ?? "-", registry.usage.map { ByteText.text($0.bytes) } ?? "-",
                registry.storage ?? "-",
            ])
        }
        text = table.text
    }
}
