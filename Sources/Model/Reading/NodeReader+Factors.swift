import Yams

extension NodeReader {
    private static let factors = [
        "builder", "cache", "policy", "strategy", "base", "runtime", "hardening", "fault", "planted", "executors",
        "load",
    ]

    /// Every point in the product of the factors, in the order of the file, less those that are excluded.
    mutating func configurations(_ field: Field, excluding exclusions: Field?) -> [Configuration]? {
        guard let factors = section(field, keys: Self.factors),
            let builder = required(
                "builder", of: factors, expected: "a list of: legacy, buildkit (without it the matrix is empty)")
        else { return nil }
        var points = list(builder, of: "builders") { $0.word($1, Builder.self) }?.map { Configuration(builder: $0) }
        multiply(&points, by: factors.field("cache"), of: "caches", \.cache)
        multiply(&points, by: factors.field("policy"), of: "policies", \.policy)
        multiply(&points, by: factors.field("strategy"), of: "strategies", \.strategy)
        multiply(&points, by: factors.field("base"), of: "bases", \.base)
        multiply(&points, by: factors.field("runtime"), of: "runtimes", \.runtime)
        multiply(&points, by: factors.field("hardening"), of: "hardenings", \.hardening)
        multiply(&points, by: factors.field("fault"), of: "faults", \.fault)
        multiply(&points, by: factors.field("planted"), of: "planted regressions", \.planted)
        multiplyByLoads(&points, factors)
        refuseWhatFaultsCannotDo(factors)
        refuseWhatPlantedRegressionsCannotDo(factors)
        if let both = factors.field("base"), factors.field("strategy") != nil {
            refuse(
                at: both.node.mark,
                "\(both.path): each of strategy and base chooses the fixture's Dockerfile; expected one of the two")
        }
        if let base = factors.field("base"), factors.field("cache") != nil {
            refuse(
                at: base.node.mark,
                "\(base.path): provided images are on the run's own engine only; expected no factor 'cache' beside it")
        }
        guard let points else { return nil }
        return exclusions.map { exclude($0, from: points) } ?? points
    }

    private mutating func multiply<Value: RawRepresentable<String> & CaseIterable & Hashable>(
        _ points: inout [Configuration]?, by field: Field?, of what: String,
        _ factor: WritableKeyPath<Configuration, Value?>
    ) {
        guard let field else { return }
        let values = list(field, of: what) { $0.word($1, Value.self) }
        points = values.flatMap { values in
            points?.flatMap { point in
                values.map { value in
                    var point = point
                    point[keyPath: factor] = value
                    return point
                }
            }
        }
    }

    /// The points that fit none of the entries, each of which names values of some factors, as `{builder: legacy, strategy:
    /// cache-mount}`.
    private mutating func exclude(_ field: Field, from points: [Configuration]) -> [Configuration]? {
        guard let entries = field.node.sequence, !entries.isEmpty else {
            refuse(field, expected: "a list of combinations to leave out, as [{builder: legacy, policy: lru}]")
            return nil
        }
        var rest = points
        for node in entries {
            guard let entry = section(Field(node: node, path: field.path), keys: Self.factors) else { continue }
            let excluded = Self.factors.compactMap { name in
                entry.field(name).flatMap { factorValue($0) }.map { (name: name, value: $0) }
            }
            let kept = rest.filter { point in
                !excluded.allSatisfy { pair in point.factors.contains { $0 == pair } }
            }
            if kept.count == rest.count || excluded.isEmpty {
                refuse(
                    at: node.mark, "\(field.path): no configuration is like this; expected values of the factors above")
            }
            rest = kept
        }
        if rest.isEmpty { refuse(field, expected: "that some configuration is left") }
        return rest
    }
}
