import Yams

/// A factor: its name in scenarios and in configurations' names, and how its values are read and written.
struct Factor: Sendable {
    let name: String
    /// Whether it makes levels, whose jobs run at the same time.
    let isOfLevels: Bool
    /// Its value in a configuration; nil if the scenario does not vary it.
    let value: @Sendable (Configuration) -> String?
    /// Sets it to what a text says; false if the text is none of its values.
    let set: @Sendable (inout Configuration, String) -> Bool
    /// The given combinations with each value that a field lists; nil if the field is not as expected, or none are given.
    let multiply: @Sendable ([Configuration]?, Field) -> [Configuration]?

    /// In the order of configurations' names, which are stable.
    static let all = [
        Factor("builder", "builders", \.chosenBuilder), Factor("cache", "caches", \.cache),
        Factor("policy", "policies", \.policy), Factor("strategy", "strategies", \.strategy),
        Factor("base", "bases", \.base),
        Factor("executors", "numbers of executors", \.executors, ofLevels: true, { "\($0)" }, { Int($0) }) {
            $0.wholeNumber(in: 1...1024)
        },
        Factor("load", "loads", \.load, ofLevels: true, \.rawValue, Load.init(rawValue:)) { $0.load() },
        Factor("runtime", "runtimes", \.runtime), Factor("hardening", "hardenings", \.hardening),
        Factor("fault", "faults", \.fault), Factor("planted", "planted regressions", \.planted),
        Factor("engine", "engines", \.engine, ofLevels: false, \.rawValue, EngineSource.init(rawValue:)) {
            $0.engineSource()
        },
        Factor("delivery", "deliveries", \.delivery),
    ]

    /// In the order in which their values are combined.
    static let combined = all.filter { !$0.isOfLevels } + all.filter(\.isOfLevels)

    private init<Value: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ name: String, _ words: String, _ path: WritableKeyPath<Configuration, Value?> & Sendable
    ) {
        self.init(name, words, path, ofLevels: false, \.rawValue, Value.init(rawValue:)) { $0.word() }
    }

    private init<Value: Hashable & Sendable>(
        _ name: String, _ words: String, _ path: WritableKeyPath<Configuration, Value?> & Sendable, ofLevels: Bool,
        _ text: @escaping @Sendable (Value) -> String, _ parse: @escaping @Sendable (String) -> Value?,
        _ read: @escaping @Sendable (Field) -> Value?
    ) {
        (self.name, isOfLevels) = (name, ofLevels)
        value = { $0[keyPath: path].map(text) }
        set = { configuration, text in
            guard let value = parse(text) else { return false }
            configuration[keyPath: path] = value
            return true
        }
        multiply = { points, field in
            guard let values = field.list(of: words, read), let points else { return nil }
            return points.flatMap { point in
                values.map { value in
                    var point = point
                    point[keyPath: path] = value
                    return point
                }
            }
        }
    }
}

extension Field {
    /// Every combination of the factors, in the order of the file, without the excluded ones.
    func configurations(excluding exclusions: Field?) -> [Configuration]? {
        guard let factors = section(Factor.combined.map(\.name)),
            factors.required(
                "builder",
                expected: "a list of: legacy, buildkit, buildah, buildx (without it the matrix is empty)") != nil
        else { return nil }
        var points: [Configuration]? = [Configuration(builder: .legacy)]
        for factor in Factor.combined {
            guard let field = factors[factor.name] else { continue }
            if factor.name == "load", factors["executors"] == nil {
                field.refuse("\(field.path): there are no executors for jobs to come to; expected a factor 'executors'")
            } else {
                points = factor.multiply(points, field)
            }
        }
        factors.refuseWhatDoesNotGoTogether()
        guard let points, let exclusions else { return points }
        return exclusions.excluded(from: points)
    }

    /// The combinations that match none of the entries. Each entry gives values of some factors, e.g. `{builder:
    /// legacy, strategy: cache-mount}`.
    private func excluded(from points: [Configuration]) -> [Configuration]? {
        guard let entries = node.sequence, !entries.isEmpty else {
            return refused(expected: "a list of combinations to leave out, as [{builder: legacy, policy: lru}]")
        }
        var rest = points
        for entry in entries.map({ at($0) }) {
            guard let section = entry.section(Factor.combined.map(\.name)) else { continue }
            let excluded = Factor.combined.compactMap { factor in
                section[factor.name]?.factorValue().map { (factor: factor, value: $0) }
            }
            let kept = rest.filter { point in !excluded.allSatisfy { $0.factor.value(point) == $0.value } }
            entry.refuse(
                if: kept.count == rest.count || excluded.isEmpty,
                "\(path): no configuration is like this; expected values of the factors above")
            rest = kept
        }
        if rest.isEmpty { refuse(expected: "that some configuration is left") }
        return rest
    }

    /// A factor's value as written in a configuration's name, whatever type YAML gives it.
    private func factorValue() -> String? {
        guard let scalar = node.scalar, !scalar.string.isEmpty else { return refused(expected: "a factor's value") }
        return scalar.string
    }

    fileprivate func engineSource() -> EngineSource? {
        node.scalar.flatMap { EngineSource(rawValue: $0.string) }
            ?? refused(expected: "embedded, docker:SUITE, docker:SUITE+containerd or podman:SUITE, as docker:trixie")
    }

    fileprivate func load() -> Load? {
        node.scalar.flatMap { Load(rawValue: $0.string) }
            ?? refused(
                expected: "closed, or a whole share of the busy executors' rate from 1% to 400%, as 70% or 70%-recorded"
            )
    }
}

extension Section {
    fileprivate func refuseWhatDoesNotGoTogether() {
        func refuse(_ name: String, beside others: [String], _ why: (String) -> String) {
            guard let field = self[name] else { return }
            for other in others where self[other] != nil { field.refuse("\(field.path): \(why(other))") }
        }
        refuse("fault", beside: ["cache", "policy", "strategy", "base"]) {
            "faults are planted in a fixture's usual Dockerfile, on the run's own engine; expected no factor '\($0)' with it"
        }
        refuse("planted", beside: ["cache", "policy", "fault", "executors"]) {
            "regressions are planted in jobs that run one after the other on the run's own engine; expected no factor '\($0)' "
                + "with it"
        }
        refuse("engine", beside: ["cache", "policy"]) {
            "each of engine and \($0) brings up engines of its own; expected one of the two"
        }
        refuse("delivery", beside: ["cache", "policy", "engine", "executors"]) {
            "each of delivery and \($0) brings up engines or jobs of its own; expected one of the two"
        }
        refuse("delivery", beside: ["strategy", "base", "planted"]) {
            "two workers build a fixture's usual Dockerfile, one job after the other; expected no factor '\($0)' with it"
        }
        refuse("base", beside: ["strategy"]) { _ in
            "each of strategy and base chooses the fixture's Dockerfile; expected one of the two"
        }
        refuse("base", beside: ["cache"]) {
            "provided images are on the run's own engine only; expected no factor '\($0)' with it"
        }
    }
}
