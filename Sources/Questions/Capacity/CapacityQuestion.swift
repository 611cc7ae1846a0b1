/// How many workers a number of builds a day needs: a simulation of measured times.
struct CapacityQuestion: Question {
    static let id = "capacity"

    var id: String { Self.id }
    let words = "Are permanent instances sufficient, or dedicated hardware?"
    let measuredBy =
        "measured service times put through a queueing simulation, checked against the open-loop runs first"
    let rule = "instances needed for a p95 wait under 60 s at given builds a day"
    let scenario: String? = "capacity"
    let isSimulated = true
    let terms = AnswerTerms(basis: .simulated, hidesUndecidedFigure: true)
    let advice = Advice(
        undecided:
            "Do not plan a fleet yet: measure how long jobs wait (`plimsoll run scenarios/capacity.yaml --profile full`).",
        evidence: """
            Measure with your own repositories before you plan: the number depends on how long builds take. Then plan as \
            many workers of the measured kind as your builds a day need. Choose between virtual machines and hardware on \
            other grounds.
            """)

    func evidence(in run: RunReader) async throws -> CapacityEvidence? {
        try await CapacityAnalysis.analyse(run.database, run: run.run, terms: CapacityTerms(seed: run.run.record.seed))
    }

    func verdict(on evidence: CapacityEvidence) -> Verdict { CapacityRule.verdict(evidence.settings) }

    func warnings(on evidence: CapacityEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: CapacityEvidence, _ verdict: Verdict) -> Answer {
        guard verdict.answer == .evidence else {
            return Answer(
                sentence: "The simulation was not seen to agree with measured waits: its number decides nothing.")
        }
        // Of the setting whose builds take longest, as fleets are of the one that needs most.
        let longest = evidence.settings.compactMap { $0.measurements.model(executors: $0.executors)?.meanWork }.max()
        let length = longest.map {
            " The builds are like those of the test repositories: \(Words.seconds($0)) on average, alone on a warm worker."
        }
        let executors = Set(evidence.settings.map(\.executors))
        let each = executors.count == 1 ? executors.first.map { "With \(Words.executors($0)) each, " } : nil
        return Answer(
            sentence: """
                It takes \(fleets(evidence)). \(each ?? "")95 of 100 builds then wait less than 60 s (simulated from \
                measured times).\(length ?? "") Permanent virtual machines were not compared with dedicated hardware.
                """)
    }

    func page(_ evidence: CapacityEvidence, _ verdict: Verdict) -> Page {
        CapacityPage(question: self, evidence: evidence).page
    }

    /// `1 worker for 10,000 builds a day, 5 for 100,000`: with the setting that needs most, one part a number of workers.
    private func fleets(_ evidence: CapacityEvidence) -> String {
        var most: [(builds: Double, workers: Int, range: String)] = []
        for builds in Set(evidence.settings.flatMap(\.points).map(\.buildsADay)).sorted() {
            let points = evidence.settings.compactMap { setting in setting.points.first { $0.buildsADay == builds } }
            guard points.count == evidence.settings.count, points.allSatisfy({ $0.workers != nil }),
                let worst = points.max(by: { ($0.workers ?? 0) < ($1.workers ?? 0) }), let workers = worst.workers
            else { continue }
            if most.last?.workers == workers { most.removeLast() }
            let isOpen = worst.range.map { $0.lowerBound < $0.upperBound } ?? false
            most.append((builds, workers, isOpen ? " (\(Words.range(worst.range)))" : ""))
        }
        return most.enumerated().map { index, fleet in
            let builds = Words.builds(fleet.builds)
            guard index == 0 else { return "\(fleet.workers)\(fleet.range) for \(builds)" }
            // What ties the number beside the sentence to it.
            let usual = CapacityTerms.usualBuildsADay
            let too = fleet.builds > usual ? " (so for \(Words.builds(usual)) too)" : ""
            return "\(Words.workers(fleet.workers))\(fleet.range) for \(builds) builds a day\(too)"
        }.joined(separator: ", ")
    }
}

/// The rule of `capacity`, applied: pure, and fixed before any run.
enum CapacityRule {
    /// The setting that decides and what it needs at a thousand builds a day; nil where nothing can be claimed.
    ///
    /// One whose simulation was not seen to agree with an open loop decides before others, and among them the one that needs most
    /// workers.
    static func deciding(_ settings: [CapacitySetting]) -> (setting: CapacitySetting, point: CapacityPoint)? {
        func rank(_ found: (setting: CapacitySetting, point: CapacityPoint)) -> (Int, Int) {
            (found.setting.isValidated ? 0 : 1, found.point.workers ?? 0)
        }
        let known = settings.compactMap { setting in
            setting.points.first { $0.buildsADay == CapacityTerms.usualBuildsADay && $0.workers != nil }.map {
                (setting: setting, point: $0)
            }
        }
        return known.max { rank($0) < rank($1) }
    }

    /// Evidence where the simulation behind it agrees with what was measured: workers, with the range of the repetitions.
    static func verdict(_ settings: [CapacitySetting]) -> Verdict {
        let found = deciding(settings)
        let estimate = found.flatMap { setting, point in
            point.workers.map { workers in
                Estimate(
                    value: Double(workers), interval: point.range.map { Double($0.lowerBound)...Double($0.upperBound) },
                    count: setting.measurements.jobs)
            }
        }
        return Verdict(
            found?.setting.isValidated == true ? .evidence : .undecided, estimate: estimate,
            unit: "workers at \(Int(CapacityTerms.usualBuildsADay)) builds a day")
    }
}
