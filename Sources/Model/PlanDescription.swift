import Foundation

/// A plan as text for people: what runs in which order, with only what is known before the run.
package struct PlanDescription: Sendable, CustomStringConvertible {
    private let plan: Plan

    package init(_ plan: Plan) { self.plan = plan }

    /// A header, the jobs by fixture and class, then one line per job; every line ends with a newline.
    package var description: String {
        let parts = [header, counts, jobs]
        return parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var header: [String] {
        var table = TextTable()
        table.add("scenario", "\(plan.scenario) (\(plan.scenarioHash.prefix(12)))")
        table.add("profile", "\(plan.profile), seed \(plan.seed)")
        table.add("plan", "\(plan.hash.prefix(12))")
        if !plan.questions.isEmpty { table.add("questions", plan.questions.joined(separator: ", ")) }
        for (index, fixture) in plan.fixtures.enumerated() {
            table.add(index == 0 ? "fixtures" : "", "\(fixture.name): \(Self.place(of: fixture))")
        }
        for (index, name) in Set(plan.jobs.map(\.configuration.name)).sorted().enumerated() {
            table.add(index == 0 ? "configurations" : "", name)
        }
        table.add("workload", Self.text(of: plan.workload))
        for (index, secret) in (plan.secrets ?? []).enumerated() {
            table.add(index == 0 ? "secrets" : "", "\(secret.id): \(secret.place)")
        }
        return table.lines
    }

    /// The number of jobs per fixture, by purpose and, for the trace, by class.
    private var counts: [String] {
        let classes = ChangeClass.allCases.filter { known in
            plan.jobs.contains { $0.purpose == .trace && $0.change.changeClass == known }
        }
        let hasUpdates = plan.jobs.contains { $0.purpose == .update }
        let hasRounds = plan.jobs.contains { $0.purpose == .round }
        let last = ["pairs", "cold"] + (hasUpdates ? ["updates"] : []) + (hasRounds ? ["rounds"] : []) + ["total"]
        var table = TextTable(rightAligned: Set(1...(classes.count + last.count + 1)))
        table.add(["jobs", "warm-up"] + classes.map(\.rawValue) + last)
        func row(_ name: String, _ jobs: [PlannedJob]) -> [String] {
            func count(_ purpose: PlannedJob.Purpose) -> String { "\(jobs.count { $0.purpose == purpose })" }
            let byClass = classes.map { known in
                "\(jobs.count { $0.purpose == .trace && $0.change.changeClass == known })"
            }
            let more = (hasUpdates ? [count(.update)] : []) + (hasRounds ? [count(.round)] : [])
            return [name, count(.warmup)] + byClass + [count(.pair), count(.cold)] + more + ["\(jobs.count)"]
        }
        for name in Set(plan.jobs.map(\.fixture)).sorted() {
            table.add(row(name, plan.jobs.filter { $0.fixture == name }))
        }
        table.add(row("total", plan.jobs))
        return table.lines
    }

    private var jobs: [String] {
        var table = TextTable(rightAligned: [0, 1, 6])
        table.add("position", "round", "fixture", "configuration", "purpose", "class", "weight", "revision")
        for job in plan.jobs {
            table.add(
                "\(job.position)", "\(job.round)", job.fixture, job.configuration.name, Self.text(ofPurposeOf: job),
                job.change.changeClass.rawValue, String(format: "%.3f", job.weight), job.change.revision)
        }
        return table.lines
    }

    private static func text(ofPurposeOf job: PlannedJob) -> String {
        switch job.direct {
        case .before: "direct, then job"
        case .after: "job, then direct"
        case nil:
            (job.purpose == .warmup ? "warm-up" : job.purpose.rawValue) + (job.side.map { ", \($0.rawValue)" } ?? "")
        }
    }

    private static func place(of fixture: FixtureSource) -> String {
        switch fixture {
        case .bundled(_, let description): description
        case .git(let source): "git \(source.repository) \(source.revisions)"
        }
    }

    private static func percent(_ share: Double) -> String { String(format: "%g %%", share * 100) }

    private static func text(of workload: Workload) -> String {
        let parts = [
            "timeout \(DurationText.text(workload.timeout))",
            workload.memory.map { "memory \(SizeText.text($0))" },
            workload.processors.map { "processors \($0)" },
            workload.processes.map { "processes \($0)" },
            "retention \(workload.retention.rawValue)",
            workload.ledger.map { "ledger \($0.rawValue)" },
            workload.command.map { "command \($0.rawValue)" },
            workload.provenance.map { "provenance \($0.rawValue)" },
            workload.audit.map { "audit after \($0 == .job ? "each job" : "the series")" },
            workload.collection.map { terms in
                "disk \(SizeText.text(terms.disk)) a policy, marks \(percent(terms.high)) and \(percent(terms.low)), "
                    + "keep-storage \(SizeText.text(terms.keep)), \(String(format: "%g", terms.buildsADay)) builds a day"
            },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
