/// Everything on the host that is named after an engine, or another part that lives as engines do.
struct EngineNames: Sendable, Hashable {
    /// The part's name.
    let name: String

    /// The network namespace, the comment on firewall rules, the cgroup.
    var scoped: String { "plimsoll-\(name)" }
    /// The host's end of the pair; interfaces have at most 15 characters.
    var interface: String { "pl-\(name)" }
    /// The namespace's handle in the filesystem.
    var namespacePath: String { "/run/netns/\(scoped)" }

    /// Checks the name.
    ///
    /// - Throws: `badName` unless it is 1 to 12 of `a-z`, `0-9` and `-`, not beginning with a dash.
    init(_ name: String) throws(EmbeddedEngineError) {
        let allowed = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard allowed, (1...12).contains(name.utf8.count), !name.hasPrefix("-") else {
            throw EmbeddedEngineError(
                .badName,
                "'\(name)' cannot name an engine or a registry: take 1 to 12 lower-case letters, digits and dashes, no dash in front."
            )
        }
        self.name = name
    }

    /// Six characters drawn at random.
    static func random() throws(EmbeddedEngineError) -> EngineNames {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return try EngineNames(String((0..<6).map { _ in letters[Int.random(in: 0..<letters.count)] }))
    }
}
