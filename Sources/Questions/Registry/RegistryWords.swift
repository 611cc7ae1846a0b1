import Model

/// How a registry's figures read.
enum RegistryWords {
    /// Bytes a second: `12.3 MB/s`.
    static func rate(_ value: Double) -> String { "\(Words.bytes(value))/s" }
    static func rate(_ value: Double?) -> String { value.map { rate($0) } ?? Words.absent }

    static func rates(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(rate($0.lowerBound)) to \(rate($0.upperBound))" } ?? "n too small"
    }

    static func fault(_ fault: Fault) -> String {
        fault == .registryLost
            ? "killed in mid-transfer, down until the job is over" : "disk full until the job is over"
    }

    // MARK: - What bears on it from runs of the central cache

    static func kept(_ registry: RegistryFindings) -> RelatedEvidence {
        let kept = """
            After \(Words.count(registry.pushes, "push", "pushes")) the registry kept \(Words.bytes(registry.kept)), \
            \(Words.bytes(registry.manifests)) of it manifests
            """
        let collected =
            registry.collection.map {
                """
                . Its own garbage collection brought it from \(Words.bytes($0.before)) to \(Words.bytes($0.after)) in \
                \(Words.seconds($0.seconds)). Meanwhile nothing could be pushed or pulled for \(Words.seconds($0.blocked))
                """
            } ?? ""
        return RelatedEvidence(
            sentence: kept + collected, brief: "how a registry grew, and what its own collection did",
            source: CentralCacheQuestion().id)
    }

    static func pushes(_ pushes: [PushFindings]) -> [RelatedEvidence] {
        guard !pushes.isEmpty else { return [] }
        let figures = pushes.map { found -> String in
            let first = """
                With \(Words.series(found.series)) the first push took \(Words.seconds(found.firstSeconds)) and \
                \(Words.bytes(found.firstBytes))
                """
            guard found.laterSeconds != nil else { return first }
            return "\(first), later \(Words.seconds(found.laterSeconds)) and \(Words.bytes(found.laterBytes)) (median)"
        }
        return [
            RelatedEvidence(
                sentence:
                    "Pushes to a registry were timed by repository and builder. \(figures.joined(separator: ". "))",
                brief: "push times and sizes", source: CentralCacheQuestion().id)
        ]
    }
}
