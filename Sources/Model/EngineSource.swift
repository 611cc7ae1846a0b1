/// Where an embedded engine's programs come from: this host, or a Debian suite.
package enum EngineSource: Sendable, Hashable {
    /// The host's own `dockerd`.
    case host
    case suite(SuiteEngine)

    /// Facts for a run's fingerprint: `suite` and `image_store`; none for the host's own.
    package var facts: [String: String] {
        guard case .suite(let engine) = self else { return [:] }
        var facts = ["suite": engine.suite]
        if engine.product == .docker { facts["image_store"] = engine.store.rawValue }
        return facts
    }
}

/// An engine from the packages of a Debian suite.
package struct SuiteEngine: Sendable, Hashable {
    package enum Product: String, Sendable, CaseIterable { case docker, podman }

    /// Where the engine keeps its images.
    package enum Store: String, Sendable, CaseIterable {
        /// Docker's own layer store, with the driver overlay2. For Podman, its only one.
        case overlay2
        /// The containerd image store with the snapshotter overlayfs, the default of new Docker installations.
        case containerd
    }

    package var product: Product
    /// As mmdebstrap takes it, such as `trixie` or `sid`.
    package var suite: String
    package var store = Store.overlay2

    package init(product: Product, suite: String, store: Store = .overlay2) {
        (self.product, self.suite, self.store) = (product, suite, store)
    }
}

/// Its words on the command line and in records: `embedded`, `docker:SUITE`, `docker:SUITE+containerd`, `podman:SUITE`.
extension EngineSource: RawRepresentable, Codable, CustomStringConvertible {
    package static let hostWord = "embedded"

    package var rawValue: String {
        guard case .suite(let engine) = self else { return Self.hostWord }
        let store = engine.store == .overlay2 ? "" : "+\(engine.store.rawValue)"
        return "\(engine.product.rawValue):\(engine.suite)\(store)"
    }

    package init?(rawValue: String) {
        guard let source = try? Self.parse(rawValue) else { return nil }
        self = source
    }

    package var description: String { rawValue }

    /// Reads such a word; nil for a text that is meant as something else, such as the address of an engine.
    /// - Throws: ``BadEngineSource`` if it names a suite's engine wrongly.
    package static func parse(_ text: String) throws(BadEngineSource) -> EngineSource? {
        if text == hostWord { return .host }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].hasPrefix("//") else { return nil }
        func bad(_ reason: String) -> BadEngineSource {
            BadEngineSource(
                .badSource,
                "--engine \(text): \(reason). Write embedded, docker:SUITE, docker:SUITE+containerd, podman:SUITE, or an "
                    + "address such as unix:///var/run/docker.sock.")
        }
        guard let product = SuiteEngine.Product(rawValue: parts[0]) else {
            throw bad("there is no engine named '\(parts[0])'")
        }
        let words = parts[1].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard words[0].wholeMatch(of: /[a-z][a-z0-9\-]{0,39}/) != nil else {
            throw bad("'\(words[0])' cannot be a Debian suite")
        }
        var engine = SuiteEngine(product: product, suite: words[0])
        if words.count == 2 {
            guard let store = SuiteEngine.Store(rawValue: words[1]) else {
                throw bad("there is no image store '\(words[1])'")
            }
            guard product == .docker else { throw bad("Podman has one image store only") }
            engine.store = store
        }
        return .suite(engine)
    }
}

package typealias BadEngineSource = CodedError<EngineSourceProblem>

package enum EngineSourceProblem: String, Sendable, UsageCode {
    /// A text that is meant as a suite's engine, and names none.
    case badSource = "bad_source"
}
