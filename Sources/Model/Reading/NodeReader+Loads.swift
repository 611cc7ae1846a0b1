import Yams

/// What a scenario says of executors and of how jobs come to them.
extension NodeReader {
    /// The most executors that a level may have.
    private static let mostExecutors = 1024

    /// The points for every number of executors and every load.
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
            refuse(
                field,
                expected: "closed, or a whole share of the busy executors' rate from 1% to 400%, as 70% or 70%-recorded"
            )
            return nil
        }
        return load
    }

    /// A factor's value as it stands in a configuration's name, whatever YAML takes it for.
    mutating func factorValue(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, !scalar.string.isEmpty else {
            refuse(field, expected: "a factor's value")
            return nil
        }
        return scalar.string
    }

    /// Notes what does not go together with the factor `executors`.
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

    /// Notes recorded arrivals of which nothing says when they were, and times by which nothing arrives.
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

    /// How often each fixture stands among the jobs of a level, as `{scap: 3, malu: 1}`.
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
