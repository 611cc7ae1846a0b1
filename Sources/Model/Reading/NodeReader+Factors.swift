import Yams

extension NodeReader {
    private static let factors = [
        "builder", "cache", "policy", "strategy", "base", "runtime", "hardening", "fault", "planted", "executors",
        "load",
    ]

    /// Every combination of the factors, in the order of the file, without the excluded ones.
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

    /// The combinations that match none of the entries. Each entry gives values of some factors, e.g. `{builder:
    /// legacy, strategy: cache-mount}`.
    private mutating func exclude(_ field: Field, from points: [Configuration]) -> [Configuration]? {
        guard let entries = field.node.sequence, !entries.isEmpty else {
            return refused(field, expected: "a list of combinations to leave out, as [{builder: legacy, policy: lru}]")
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

/// Executors and loads.
extension NodeReader {
    private static let mostExecutors = 1024

    mutating func multiplyByLoads(_ points: inout [Configuration]?, _ factors: Section) {
        guard let executors = factors.field("executors") else {
            if let load = factors.field("load") {
                refuse(
                    at: load.node.mark,
                    "\(load.path): there are no executors for jobs to come to; expected a factor 'executors'")
            }
            return
        }
        let numbers = list(executors, of: "numbers of executors") { $0.wholeNumber($1, in: 1...Self.mostExecutors) }
        var loads: [Load?]? = [nil]
        if let field = factors.field("load") { loads = list(field, of: "loads") { $0.load($1) } }
        guard let known = points, let numbers, let loads else {
            points = nil
            return
        }
        points = known.flatMap { point in
            numbers.flatMap { number in
                loads.map { load in
                    var point = point
                    point.executors = number
                    point.load = load
                    return point
                }
            }
        }
    }

    private mutating func load(_ field: Field) -> Load? {
        guard case .scalar(let scalar) = field.node, let load = Load(rawValue: scalar.string) else {
            return refused(
                field,
                expected: "closed, or a whole share of the busy executors' rate from 1% to 400%, as 70% or 70%-recorded"
            )
        }
        return load
    }

    /// A factor's value as written in a configuration's name, whatever type YAML gives it.
    mutating func factorValue(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, !scalar.string.isEmpty else {
            return refused(field, expected: "a factor's value")
        }
        return scalar.string
    }

    /// Reports what cannot be combined with the factor `executors`.
    mutating func refuseWhatExecutorsCannotDo(
        _ configurations: [Configuration], factors: Field?, reference: Field?, workload: Field?, _ terms: Workload
    ) {
        guard configurations.contains(where: { $0.executors != nil }) else { return }
        if reference?.node.scalar?.string == ScenarioReference.direct.rawValue {
            refuse(
                at: reference?.node.mark,
                "reference: direct goes with no factor 'executors', whose jobs run at the same time; expected none")
        }
        if configurations.contains(where: { $0.cache != nil || $0.policy != nil }) {
            refuse(
                at: factors?.node.mark,
                "factors: cache and policy bring up engines of their own; expected neither beside executors")
        }
        if let ledger = terms.ledger, ledger != .never {
            refuse(
                at: workload?.node.mark,
                "workload.ledger: a disk that other jobs write to tells nothing of one job; expected never, or nothing")
        }
        if terms.audit == .job {
            refuse(
                at: workload?.node.mark,
                "workload.audit: an audit after one job would meet what the others are at; expected after: series, or never"
            )
        }
        for open in configurations where open.load?.isOpen ?? false {
            var busy = open
            busy.load = .closed
            if !configurations.contains(busy) {
                refuse(
                    at: factors?.node.mark,
                    "factors.load: \(open.name) has no closed level by whose rate jobs could arrive; expected load: [closed, …] "
                        + "for the same executors")
            }
        }
    }

    /// Reports recorded loads without recorded times, and recorded times that no load uses.
    mutating func refuseWhatArrivalsLack(
        _ configurations: [Configuration], factors: Field?, arrivals: Field?, sources: [FixtureSource]
    ) {
        let recorded = configurations.first { $0.load?.isRecorded ?? false }
        let hasHistory = sources.contains { if case .git = $0 { true } else { false } }
        if let recorded, arrivals == nil, !hasHistory, !sources.isEmpty {
            refuse(
                at: factors?.node.mark,
                "factors.load: \(recorded.name) has no recorded times to be spaced by, as changes of bundled fixtures carry none; "
                    + "expected a git fixture, or arrivals: FILE with one time a line")
        }
        if let arrivals, recorded == nil {
            refuse(
                at: arrivals.node.mark,
                "arrivals: no jobs arrive by recorded times; expected a load as 70%-recorded, or no arrivals")
        }
    }

    /// How often each fixture occurs among the jobs of a level, e.g. `{scap: 3, malu: 1}`.
    mutating func mix(_ field: Field, of sources: [FixtureSource]) -> [String: Int]? {
        guard let entries = entries(field, expected: "a weight for each fixture, as {scap: 3, malu: 1}") else {
            return nil
        }
        let names = sources.map(\.name)
        var mix: [String: Int] = [:]
        for (name, key, value) in entries {
            let place = Field(node: value, path: "\(field.path).\(name)")
            guard names.contains(name) else {
                unknown(name, Field(node: key, path: field.path), among: names)
                continue
            }
            if let weight = wholeNumber(place, in: 1...1000) { mix[name] = weight }
        }
        for name in names where mix[name] == nil && entries.allSatisfy({ $0.0 != name }) {
            refuse(field, expected: "a weight for fixture '\(name)' too")
        }
        return mix
    }
}
