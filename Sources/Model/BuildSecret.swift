import Foundation

/// A secret that builds may mount, as `RUN --mount=type=secret,id=…` asks for it. Only its place is known: the value
/// is read when a build asks for it, and stored nowhere.
package struct BuildSecret: Codable, Sendable, Hashable {
    package enum Source: Codable, Sendable, Hashable {
        /// A path, as written; a relative one starts at the scenario's folder.
        case file(String)
        /// A variable of the environment in which Plimsoll runs.
        case environment(String)
    }

    package var id: String
    package var source: Source

    package init(id: String, source: Source) { (self.id, self.source) = (id, source) }

    func resolved(against directory: String) -> BuildSecret {
        guard case .file(let path) = source else { return self }
        return BuildSecret(id: id, source: .file(path.resolved(against: directory)))
    }

    /// Where its value is, for a message.
    package var place: String {
        switch source {
        case .file(let path): "the file \(path)"
        case .environment(let name): "the variable \(name)"
        }
    }

    /// Its bytes now; nil where they cannot be read.
    package var value: Data? {
        switch source {
        case .file(let path): FileManager.default.contents(atPath: path)
        case .environment(let name): ProcessInfo.processInfo.environment[name].map { Data($0.utf8) }
        }
    }
}

/// What is said of a build in an attestation beside its image: who built what from what.
package enum Provenance: String, Codable, Sendable, CaseIterable {
    /// No attestation, as through the engine's API.
    case nothing = "none"
    /// buildx's own default where the engine can hold attestations.
    case least = "min"
    /// With the Dockerfile and all build arguments.
    case most = "max"
}

/// Takes the values of secrets out of texts that are kept. A value in another form, as base64, is not recognised.
package struct SecretMask: Sendable {
    package static let mask = "*****"
    /// Shorter lines of a longer secret, such as a bracket, say nothing.
    private static let shortestLine = 4

    /// The longest first: one may be a part of another.
    private let values: [String]

    package init(_ secrets: [BuildSecret]) {
        let texts = secrets.compactMap { $0.value.map { String(decoding: $0, as: UTF8.self) } }
        let parts = texts.flatMap { text in
            let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            return lines.count > 1 ? lines.filter { $0.count >= Self.shortestLine } : lines
        }
        values = Set(parts).filter { !$0.isEmpty }.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    package func masked(_ text: String) -> String { values.reduce(text) { $0.replacing($1, with: Self.mask) } }
}
