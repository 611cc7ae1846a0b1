import Model
import Store

/// The comparability of two runs: how their circumstances differ. Only runs in like circumstances can be compared.
package struct Likeness: Sendable, Equatable {
    package struct Difference: Sendable, Equatable, Codable {
        /// The area of the fact: `scenario`, `engine`, `host`.
        package let area: String
        /// The fact's name, such as `version`.
        package let name: String
        package let base, candidate: String?
    }

    /// How far the memory of two like machines may differ, as a share: kernels reserve slightly different amounts.
    private static let memoryTolerance = 0.01

    static let scenarioArea = "scenario"

    /// Differences that make the runs not comparable.
    package var differences: [Difference]
    /// Differences that do not, but should be known.
    package var cautions: [String]

    package var isLike: Bool { differences.isEmpty }
    /// Whether the runs replayed other revisions of a repository: only jobs of common revisions compare.
    package let haveOtherRevisions: Bool

    /// Whether only the hosts differ, on which counts do not depend.
    package var differsByHostOnly: Bool {
        differences.allSatisfy { $0.area == "host" || $0.area == "engine" && Self.hostFacts.contains($0.name) }
    }

    /// Facts of an engine that depend on its host.
    private static let hostFacts: Set<String> = [
        "kernel", "processors", "memory_bytes", "operating_system", "cgroup_version", "cgroup_driver", "filesystem",
    ]

    /// Compares two runs' scenarios (by hash), their engine and their host.
    /// - Parameter countsOnly: whether only counts are compared. They do not depend on the host, whose differences are
    ///   then cautions.
    package init(_ base: RunSummary, _ candidate: RunSummary, countsOnly: Bool = false) {
        let (first, second) = (base.record, candidate.record)
        let engine = Self.facts("engine", first.fingerprint.engine, second.fingerprint.engine)
        let host = Self.facts("host", first.fingerprint.host, second.fingerprint.host)
        cautions = Self.cautions(base, candidate)
        haveOtherRevisions = SourceDifferences(first, second).haveOtherRevisions
        differences = Self.scenarios(first, second) + Self.caches(base, candidate)
        if countsOnly {
            differences += engine.filter { !Self.hostFacts.contains($0.name) }
            let names = Set((engine.filter { Self.hostFacts.contains($0.name) } + host).map(\.name)).sorted()
            if !names.isEmpty {
                cautions.append("the hosts differ (\(names.joined(separator: ", "))); counts do not depend on them")
            }
        } else {
            differences += engine + host
        }
    }

    /// Whether two runs had the same engine and host.
    static func areAlike(_ first: Fingerprint, _ second: Fingerprint) -> Bool {
        facts("engine", first.engine, second.engine).isEmpty && facts("host", first.host, second.host).isEmpty
    }

    private static func scenarios(_ base: RunRecord, _ candidate: RunRecord) -> [Difference] {
        let (first, second) = (hashes(base), hashes(candidate))
        let common = Set(first.keys).intersection(second.keys)
        if common.isEmpty {
            let names = [first, second].map { $0.keys.sorted().joined(separator: ", ") }
            return [Difference(area: scenarioArea, name: "names", base: names[0], candidate: names[1])]
        }
        return common.sorted().filter { first[$0] != second[$0] }.map {
            Difference(area: scenarioArea, name: $0, base: first[$0], candidate: second[$0])
        }
    }

    /// A run that reused an earlier run's builds is not comparable with one that built everything itself.
    private static func caches(_ base: RunSummary, _ candidate: RunSummary) -> [Difference] {
        let words = [base, candidate].map { $0.inheritedHits > 0 ? "filled by an earlier run" : "cold" }
        return words[0] == words[1]
            ? [] : [Difference(area: "engine", name: "cache", base: words[0], candidate: words[1])]
    }

    private static func hashes(_ run: RunRecord) -> [String: String] {
        Dictionary(run.scenarios.map { ($0.name, String($0.hash.prefix(12))) }) { first, _ in first }
    }

    private static func facts(_ area: String, _ base: [String: String], _ candidate: [String: String]) -> [Difference] {
        Set(base.keys).union(candidate.keys).sorted().compactMap { name in
            let (first, second) = (base[name], candidate[name])
            guard first != second, !(name == "memory_bytes" && isAlmost(first, second)) else { return nil }
            return Difference(area: area, name: name, base: first, candidate: second)
        }
    }

    private static func isAlmost(_ first: String?, _ second: String?) -> Bool {
        guard let first = first.flatMap(Double.init), let second = second.flatMap(Double.init) else { return false }
        return abs(first - second) <= memoryTolerance * max(first, second)
    }

    private static func cautions(_ base: RunSummary, _ candidate: RunSummary) -> [String] {
        var cautions: [String] = []
        let (first, second) = (base.record, candidate.record)
        for (name, run) in [("base", base), ("candidate", candidate)] {
            if run.endReason != "finished" {
                cautions.append(
                    "the \(name) did not finish (\(run.endReason ?? "killed, or still running")): "
                        + "\(run.jobs) of \(run.record.plannedJobs) jobs")
            }
            if run.inheritedHits > 0 {
                cautions.append("the \(name) began with a cache that an earlier run had filled")
            }
            if let reason = run.excluded { cautions.append("the \(name) is excluded: \(reason)") }
        }
        if first.seed != second.seed {
            cautions.append("the seeds differ (\(first.seed), \(second.seed)): other changes, in another order")
        }
        if first.toolVersion != second.toolVersion || first.toolCommit != second.toolCommit {
            cautions.append(
                "measured by Plimsoll \(first.toolVersion) (\(first.toolCommit)) and \(second.toolVersion) "
                    + "(\(second.toolCommit))")
        }
        cautions += SourceDifferences(first, second).sentences
        let names = (Set(hashes(first).keys), Set(hashes(second).keys))
        for name in names.0.symmetricDifference(names.1).sorted() where !names.0.isDisjoint(with: names.1) {
            cautions.append("the scenario \(name) is in the \(names.0.contains(name) ? "base" : "candidate") only")
        }
        return cautions
    }
}
