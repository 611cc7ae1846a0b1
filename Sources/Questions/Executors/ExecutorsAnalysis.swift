import Model
import Statistics
import Store

/// From a run's jobs to what they say of `executors`. Pure: the same jobs and samples give the same findings.
struct ExecutorsAnalysis: Sendable {
    /// The host at one moment of a level.
    struct HostLook: Sendable, Equatable {
        /// What was looked at.
        var point: LevelPoint
        /// When, in seconds since 1970.
        var at: Double
        /// What was seen.
        var value: Double
    }

    private let jobs: [LevelObservation]
    private let host: [String: [HostLook]]

    /// The findings of the given jobs.
    ///
    /// - Parameter host: what the host was like, by the configuration of the level.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [LevelObservation], host: [String: [HostLook]] = [:],
        cautions: [Caution] = []
    ) -> ExecutorsFindings {
        let sweeps = ExecutorsAnalysis(jobs: jobs, host: host).sweeps()
        return ExecutorsFindings(
            run: run, scenarios: scenarios, verdict: verdict(sweeps), sweeps: sweeps, cautions: cautions)
    }

    /// The builder of which the fewest fit decides.
    private static func verdict(_ sweeps: [SweepFindings]) -> Verdict {
        let worst = sweeps.min {
            ($0.answer == .undecided ? 0 : 1, $0.knee?.executors ?? 0) < (
                $1.answer == .undecided ? 0 : 1, $1.knee?.executors ?? 0
            )
        }
        return Verdict(
            question: Questions.executors.id, answer: worst?.answer ?? .undecided, estimate: worst?.estimate,
            unit: "executors", decidedBy: worst?.configuration)
    }

    private func sweeps() -> [SweepFindings] {
        let levels = Dictionary(grouping: jobs, by: \.configuration).compactMap { level($0, $1) }
        return Dictionary(grouping: levels, by: \.configuration).sorted { $0.key < $1.key }.map { name, levels in
            let ordered = levels.sorted { ($0.executors, $0.load ?? "") < ($1.executors, $1.load ?? "") }
            return sweep(name, closed: ordered.filter { $0.load == nil }, open: ordered.filter { $0.load != nil })
        }
    }

    private func level(_ name: String, _ jobs: [LevelObservation]) -> LevelFindings? {
        let series = Series(fixture: "", configuration: name)
        guard let executors = series.factor("executors").flatMap(Int.init) else { return nil }
        let load = series.factor("load").flatMap { $0 == "closed" ? nil : $0 }
        let repeats = Dictionary(grouping: jobs, by: \.round).sorted { $0.key < $1.key }.map {
            LevelRepeat($1, round: $0, executors: executors, isOpen: load != nil)
        }
        return LevelFindings(
            configuration: series.without("executors").without("load").configuration, executors: executors, load: load,
            repeats: repeats, host: means(of: name, within: repeats.compactMap(\.window)))
    }

    private func means(of level: String, within windows: [ClosedRange<Double>]) -> [LevelPoint: Double] {
        let looks = (host[level] ?? []).filter { look in windows.contains { $0.contains(look.at) } }
        return Dictionary(grouping: looks, by: \.point).mapValues { looks in
            looks.reduce(0) { $0 + $1.value / Double(looks.count) }
        }
    }

    private func sweep(_ name: String, closed: [LevelFindings], open: [LevelFindings]) -> SweepFindings {
        let knee = ExecutorsRule.knee(
            closed.map {
                ExecutorsRule.Level(
                    executors: $0.executors, tail: $0.quantile(0.95)?.value, throughput: $0.throughput,
                    failed: $0.failed)
            })
        let rounds = Set(closed.flatMap { $0.repeats.map(\.round) }).sorted()
        let knees = rounds.compactMap { round in
            ExecutorsRule.knee(
                closed.compactMap { level in
                    level.repeats.first { $0.round == round }.map {
                        ExecutorsRule.Level(
                            executors: level.executors, tail: $0.tail, throughput: $0.throughput, failed: $0.failed)
                    }
                })?.executors
        }
        let points = closed.flatMap { level in
            level.repeats.compactMap { one in
                one.throughput.map { (number: Double(level.executors), throughput: $0) }
            }
        }
        let law = UniversalScalability(points).flatMap { $0.isPhysical ? $0 : nil }
        let broken = knee?.next.flatMap { next in closed.first { $0.executors == next.executors } }
        return SweepFindings(
            configuration: name, levels: closed, open: open, knee: knee, kneesOfRepeats: knees, law: law,
            saturated: broken.flatMap { Saturation($0.host) })
    }
}
