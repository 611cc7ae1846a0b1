import Foundation

extension EmbeddedRegistry {
    /// How long a collection may take.
    private static let patience = Duration.seconds(600)

    /// Collects the registry's garbage: removes the manifests that no name leads to, what no manifest needs, and what came of
    /// uploads that were cut.
    ///
    /// Nothing can be pushed or pulled meanwhile: what a push has sent, but not named yet, would be taken for garbage. Manifests
    /// that only another manifest leads to, as those of an image for several platforms, are taken for garbage too: that is
    /// how docker-registry 2.8 does it.
    ///
    /// - Parameter newest: How many names of each repository stay, those pushed last; nil: all.
    /// - Throws: `EmbeddedEngineError` of code `collectionFailed`, with the collector's words; the registry serves again then.
    public func collect(keeping newest: Int? = nil) async throws -> RegistryCollection {
        try await FileLock.hold(layout.collectionLock, waiting: {}) { _ in
            let before = usage()
            let forgotten = newest.map { RegistryUsage.tags(of: storage, besidesNewest: $0) } ?? []
            // The server ends: no upload can go on, and docker-registry's collector leaves what came of them.
            let lost = RegistryUsage.uploads(of: storage)
            try (forgotten + lost).map { "\($0)\n" }.joined().write(
                toFile: layout.forgotten, atomically: true, encoding: .utf8)
            unlink(layout.collectionStatus)
            guard let first = EngineProcesses.find(layout, names).first else {
                throw EmbeddedEngineError(
                    .collectionFailed, complaint() ?? "The registry \(name) has no process to collect with.")
            }
            let began = ContinuousClock.now
            first.send(SIGHUP)
            let status = try await awaited("ended its collection") {
                FileManager.default.contents(atPath: layout.collectionStatus)
                    .flatMap { Int32(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)) }
            }
            let collected = ContinuousClock.now
            _ = try await awaited("listened again") { complaint() == nil ? true : nil }
            let served = ContinuousClock.now
            guard status == 0 else {
                let words = (try? String(contentsOfFile: layout.collectionLog, encoding: .utf8)) ?? ""
                throw EmbeddedEngineError(
                    .collectionFailed, "The collector of registry \(name) ended with status \(status):",
                    cause: words.split(separator: "\n").suffix(12).joined(separator: "\n"))
            }
            return RegistryCollection(
                forgottenTags: forgotten.count, before: before, after: usage(),
                collecting: (collected - began) / .seconds(1), blocked: (served - began) / .seconds(1))
        }
    }

    private func awaited<Value>(_ what: String, _ value: () -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if let value = value() { return value }
            guard ProcessStatus(pid: outermostProcessIdentifier).map({ !$0.isDead }) ?? false else {
                throw EmbeddedEngineError(.collectionFailed, "The registry \(name) ended before it \(what).")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw EmbeddedEngineError(.collectionFailed, "The registry \(name) has not \(what) within \(Self.patience).")
    }
}
