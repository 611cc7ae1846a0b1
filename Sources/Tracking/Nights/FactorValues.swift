import Foundation
import Model
import Store

/// The values that one factor has in a run's jobs, and what the jobs have in common beside it.
struct FactorValues {
    /// In the order of the scenario, those that it does not name by name; at least two.
    let ordered: [String]
    /// By the configuration's name, what is left of it without the factor.
    private let rests: [String: String]
    /// By the configuration's name.
    private let values: [String: String]

    /// - Throws: `TrackingError`: `unknownFactor`; `factorNotVaried` where no scenario has two values of it.
    init(of factor: String, in jobs: [NightJob], of run: RunSummary) throws(TrackingError) {
        var varied = VariedFactors()
        var (rests, values): ([String: String], [String: String]) = ([:], [:])
        for job in jobs where !varied.has(job) {
            guard let factors = job.job.cell.factors else { continue }
            varied.add(job, factors)
            rests[job.configuration] = factors.name(without: factor)
            values[job.configuration] = factors.factors[factor]
        }
        let told = varied.words
        guard Configuration.factorNames.contains(factor) else {
            let advice = NearestWord.advice(for: factor, among: Configuration.factorNames)
            let end = advice.hasSuffix("?") ? "" : "."
            throw TrackingError(
                .unknownFactor, "there is no factor '\(factor)'; \(advice)\(end) The run varies \(told)")
        }
        let found = varied.values(of: factor)
        guard !found.isEmpty else {
            let single = Set(values.values)
            let has =
                single.isEmpty
                ? "the jobs of run \(run.id.uuidString) lack the factor \(factor)"
                : "no scenario of run \(run.id.uuidString) has two values of \(factor) (there is "
                    + "\(single.sorted().joined(separator: ", ")))"
            throw TrackingError(.factorNotVaried, "\(has): the run varies \(told)")
        }
        ordered = Self.order(found, factor, run)
        (self.rests, self.values) = (rests, values)
    }

    /// The job's value; nil where it has none, or one of a newer Plimsoll.
    func value(_ job: NightJob) -> String? { values[job.configuration] }

    /// What a job of another value must share with it.
    func key(_ job: NightJob) -> PairKey { PairKey(job, configuration: rests[job.configuration]) }

    private static func order(_ found: Set<String>, _ factor: String, _ run: RunSummary) -> [String] {
        // A scenario written for another version may not be readable.
        let listed = run.record.scenarios.flatMap { entry in
            (try? Scenario.parse(entry.text, file: entry.name))?.configurations ?? []
        }.compactMap { $0.factors[factor] }
        let byName = found.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        var ordered: [String] = []
        for value in listed + byName where found.contains(value) && !ordered.contains(value) { ordered.append(value) }
        return ordered
    }
}

/// Which values each factor has in each scenario.
private struct VariedFactors {
    private struct Place: Hashable { let scenario, factor: String }

    private var found: [Place: Set<String>] = [:]
    private var seen: Set<[String]> = []

    func has(_ job: NightJob) -> Bool { seen.contains([job.job.cell.scenario, job.configuration]) }

    mutating func add(_ job: NightJob, _ factors: Configuration) {
        guard seen.insert([job.job.cell.scenario, job.configuration]).inserted else { return }
        for (factor, value) in factors.factors {
            found[Place(scenario: job.job.cell.scenario, factor: factor), default: []].insert(value)
        }
    }

    /// The values of the scenarios that have at least two; none if no scenario has.
    func values(of factor: String) -> Set<String> {
        found.filter { $0.key.factor == factor && $0.value.count > 1 }.reduce(into: []) { $0.formUnion($1.value) }
    }

    /// What may be compared: `builder (buildkit, legacy), cache (local, none)`.
    var words: String {
        let varied = Configuration.factorNames.compactMap { factor -> String? in
            let values = values(of: factor)
            return values.isEmpty ? nil : "\(factor) (\(values.sorted().joined(separator: ", ")))"
        }
        return varied.isEmpty ? "no factor" : varied.joined(separator: ", ")
    }
}
