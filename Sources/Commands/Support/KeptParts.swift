import Model
import Provision

/// An engine or a registry of a state directory: the verbs `down` and `status` are the same for both.
protocol KeptPart: Encodable {
    static var nouns: (one: String, many: String) { get }
    var name: String { get }
    var state: EmbeddedEngineStatus.State { get }
    var detached: Bool { get }
}

extension EmbeddedEngineStatus: KeptPart { static var nouns: (one: String, many: String) { ("engine", "engines") } }

extension EmbeddedRegistryStatus: KeptPart {
    static var nouns: (one: String, many: String) { ("registry", "registries") }
}

extension Array where Element: KeptPart {
    /// Takes down the one with this name, or all whose owner does not live.
    func down(_ name: String?, by takeDown: (String) async throws -> Void) async throws {
        if let name, !contains(where: { $0.name == name }) {
            return Terminal.standard.message("there is no \(Element.nouns.one) \(name)")
        }
        let endable = filter { $0.detached || $0.state == .dead || $0.state == .orphaned }
        for part in name.map({ name in filter { $0.name == name } }) ?? endable {
            try await takeDown(part.name)
            Terminal.standard.result("\(part.name)  down")
        }
    }

    /// Prints all of them, or only one figure of the one with this name.
    func show(
        json: Bool, only name: String?, _ figure: (Element) -> String?, _ header: [String],
        _ row: (Element) -> [String]
    ) throws {
        guard let name else {
            let text = isEmpty ? "no \(Element.nouns.many)" : TextTable(header, map(row)).text
            return try Terminal.standard.result(json: json, self, text)
        }
        guard let found = first(where: { $0.name == name }).flatMap(figure) else {
            let noun = Element.nouns.one
            throw UsageError(description: "there is no \(noun) \(name): see `plimsoll \(noun) status`")
        }
        Terminal.standard.result(found)
    }
}
