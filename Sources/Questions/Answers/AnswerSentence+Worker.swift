import Model
import Store

/// What workers keep apart, what they need, and how many there must be.
extension AnswerSentence {
    func isolation(_ findings: IsolationFindings?, _ record: VerdictRecord) -> String {
        let usual = findings?.settings.first(where: \.isUsualJob)
        let hardened = findings?.settings.first { $0.hardening == "hardened" && $0.runtime == usual?.runtime }
        let after = findings.flatMap { findings in
            hardened.map {
                "; in the hardened container \(findings.count(.failed, in: $0) + findings.count(.varied, in: $0)) did"
            }
        }
        return """
            Of \(Words.counted(record.n, on: record.question)) from inside a job in its default container, \(figure) saw more \
            than it needs\(after ?? ""). Disposable virtual machines were not probed: whether containers are better or worse \
            stays open.
            """
    }

    func worker(_ findings: RequirementsFindings?) -> String {
        let workers = findings?.workers ?? []
        guard let shares = WorkerRule.shares(workers), let less = workers.first(where: { $0.worker == .buildOnly }),
            let more = workers.first(where: { $0.worker == .carrying })
        else { return "What the workers need could not be computed." }
        return """
            A worker that only builds in containers has \(Words.percent(shares.packages)) of the packages \
            (\(Words.plain(less.packages)) of \(Words.plain(more.packages))) and \(Words.percent(shares.bytes)) of the bytes \
            (\(Words.bytes(less.bytes)) against \(Words.bytes(more.bytes))) of one that carries all that the test repositories \
            need: the engine counts too; under \(Words.percent(WorkerRule.bound)) of both would be far fewer.
            """
    }

    func requirements(_ findings: RequirementsFindings?) -> String {
        let all = findings?.requirements ?? []
        let lacking = all.filter { $0.state == "lacking" }.map { Markdown.escaped($0.name) }
        let partly = all.count { $0.state == "degraded" }
        return """
            \(Words.count(all.count, "requirement is", "requirements are")) known and looked at (\(areas(all))); there may be \
            others. The worker that was measured meets \(all.count - lacking.count - partly), lacks \
            \(lacking.isEmpty ? "none" : lacking.joined(separator: ", ")), and \(partly) \(partly == 1 ? "is" : "are") \
            degraded (less than could be, and no obstacle).
            """
    }

    /// `tools 15, kernel 13 …`: what they are about, the most first.
    private func areas(_ requirements: [RequirementRecord]) -> String {
        Dictionary(grouping: requirements, by: \.area).map { (area: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.area) < ($0.count, $1.area) }
            .map { "\(Markdown.escaped($0.area)) \($0.count)" }.joined(separator: ", ")
    }

    func capacity(_ findings: CapacityFindings?, _ record: VerdictRecord) -> String {
        guard record.verdict == .evidence, let findings else {
            return "The simulation was not seen to agree with measured waits: its number decides nothing."
        }
        return """
            For 95 of 100 builds\(length(findings)) to wait less than 60 s it takes \(fleets(findings))\(kind(findings)) \
            (simulated from measured times). Permanent virtual machines were not compared with dedicated hardware.
            """
    }

    /// `1 worker for 10,000 builds a day, 5 for 100,000`: with the setting that needs most, one part a number of workers.
    private func fleets(_ findings: CapacityFindings) -> String {
        var most: [(builds: Double, workers: Int, range: String)] = []
        for builds in Set(findings.settings.flatMap(\.points).map(\.buildsADay)).sorted() {
            let points = findings.settings.compactMap { setting in setting.points.first { $0.buildsADay == builds } }
            guard points.count == findings.settings.count, points.allSatisfy({ $0.workers != nil }),
                let worst = points.max(by: { ($0.workers ?? 0) < ($1.workers ?? 0) }), let workers = worst.workers
            else { continue }
            if most.last?.workers == workers { most.removeLast() }
            let isOpen = worst.range.map { $0.lowerBound < $0.upperBound } ?? false
            most.append((builds, workers, isOpen ? " (\(Words.range(worst.range)))" : ""))
        }
        return most.enumerated().map { index, fleet in
            """
            \(index == 0 ? Words.count(fleet.workers, "worker", "workers") : "\(fleet.workers)")\(fleet.range) for \
            \(Words.builds(fleet.builds))\(index == 0 ? " builds a day\(usual(fleet.builds))" : "")
            """
        }.joined(separator: ", ")
    }

    /// What ties the number beside the sentence to it.
    private func usual(_ builds: Double) -> String {
        builds > CapacityTerms.usualBuildsADay ? " (so for \(Words.builds(CapacityTerms.usualBuildsADay)) too)" : ""
    }

    /// ` like those of the test repositories (4.2 s on average …)`: of the setting whose builds take longest, as fleets are of
    /// the one that needs most.
    private func length(_ findings: CapacityFindings) -> String {
        let longest = findings.settings.compactMap { $0.measurements.model(executors: $0.executors)?.meanWork }.max()
        return longest.map {
            " like those of the test repositories (\(Words.seconds($0)) on average, alone on a warm worker)"
        } ?? ""
    }

    /// `, each with 2 executors`, where all settings have as many.
    private func kind(_ findings: CapacityFindings) -> String {
        let executors = Set(findings.settings.map(\.executors))
        guard let each = executors.first, executors.count == 1 else { return "" }
        return ", each with \(Words.count(each, "executor", "executors"))"
    }
}
