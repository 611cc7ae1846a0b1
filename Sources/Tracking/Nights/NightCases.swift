import Model
import Questions

/// A night as cases of JUnit. Their names stay the same from night to night, so that CI servers recognize them.
extension Night {
    /// A case for each job that failed, each change of what jobs leave behind, and each figure.
    /// - Parameter upholds: whether a figure that is worse stays so when measured again.
    func cases(upholds: (Finding) -> Bool = { _ in true }) -> [JUnitTestcase] {
        jobCases + leaks.map(testcase) + findings.map { testcase($0, isUpheld: upholds($0)) }
    }

    private var jobCases: [JUnitTestcase] {
        var cases = failures.new.map { job in
            testcase(job, .failure(message: message(job), type: job.job.outcome.rawValue, body: job.failureText))
        }
        if cases.isEmpty {
            cases = [
                JUnitTestcase(
                    group: ["compare", "jobs"], name: "no job fails that did not", content: .passed())
            ]
        }
        cases += failures.broken.map { job in
            let words = "the job could not be measured: \(job.failureMessage)"
            return testcase(job, .error(message: words, type: job.job.outcome.rawValue, body: job.failureText))
        }
        cases += failures.known.map { testcase($0, .passed(note: "failed as in the baseline: \($0.failureMessage)")) }
        cases += failures.expected.map { testcase($0, .passed(note: "failed as expected: \($0.failureMessage)")) }
        return cases + failures.fixed.map { testcase($0, .passed(note: "failed in the baseline, and succeeds now")) }
    }

    private func testcase(_ job: NightJob, _ content: JUnitTestcase.Content) -> JUnitTestcase {
        let side = job.side.map { " (round \(job.job.round), \($0.rawValue))" } ?? ""
        let name = JUnitCase.name(
            job.job.position, job.job.cell.fixture, job.job.cell.changeClass.rawValue, job.revision,
            isWarmup: job.job.warmup)
        return JUnitTestcase(
            group: [job.job.cell.scenario, job.configuration], name: name + side, seconds: job.job.wall ?? 0,
            content: content)
    }

    private func message(_ job: NightJob) -> String {
        let (scenario, fixture) = (job.job.cell.scenario, job.job.cell.fixture)
        let known = culprit(of: scenario, fixture) { if case .failure = $0 { true } else { false } }
        let words = "a job fails that did not: \(job.failureMessage)"
        return known.map { "\(words), \($0.origin)" } ?? words
    }

    private func testcase(_ leak: LeakChange) -> JUnitTestcase {
        let known = culprit(of: leak.scenario, leak.fixture) { if case .leak(leak) = $0 { true } else { false } }
        let kind = leak.kind.replacing("_", with: " ")
        let who = leak.fixture == nil ? "the run" : "jobs"
        let change = "\(who) left \(leak.candidate) behind (\(kind)) instead of \(leak.base)"
        let message = known.map { "\($0.sentence), \($0.origin)" } ?? change
        return JUnitTestcase(
            group: [leak.scenario] + [leak.fixture].compactMap(\.self), name: Metric.leaksPrefix + leak.kind,
            content: leak.isWorse ? .failure(message: message, type: "worse", body: change) : .passed(note: change))
    }

    private func testcase(_ finding: Finding, isUpheld: Bool) -> JUnitTestcase {
        let content: JUnitTestcase.Content =
            switch finding.verdict {
            case .worse where !isUpheld: .passed(note: "not worse when measured again; at first \(finding.change)")
            case .worse: .failure(message: message(finding), type: "worse", body: finding.text)
            case .better: .passed(note: "better: \(finding.change)")
            case .unchanged: .passed()
            case .cannotTell: .skipped(message: finding.doubt(inRounds: hasRounds))
            }
        return JUnitTestcase(group: [finding.scenario, finding.fixture], name: finding.metric.id, content: content)
    }

    private func message(_ finding: Finding) -> String {
        let known = culprit(of: finding.scenario, finding.fixture) { $0.explains(finding.metric) }
        let slow = known ?? culprit(of: finding.scenario, finding.fixture) { $0.explains(slower: finding) }
        return slow.map { "\($0.sentence), \($0.origin)" } ?? finding.change
    }

    private func culprit(
        of scenario: String, _ fixture: String?, where fits: (Culprit.Place) -> Bool
    ) -> Culprit? {
        culprits.first { $0.scenario == scenario && $0.fixture == fixture && fits($0.place) }
    }
}

extension Culprit.Place {
    fileprivate func explains(_ metric: Metric) -> Bool {
        switch self {
        case .phase, .command, .step: metric.kind == .timed
        case .misses: ["hits", "misses"].contains(metric.id)
        case .image: metric.unit == "byte"
        case .leak, .failure: false
        }
    }

    /// Lost hits take time too.
    fileprivate func explains(slower finding: Finding) -> Bool {
        if case .misses = self { finding.isTimed } else { false }
    }
}

extension NightJob {
    fileprivate var failureMessage: String {
        let message = job.failure?.message.split(separator: "\n").first.map { ": \($0)" } ?? ""
        return Words.outcome(job.outcome) + message
    }

    /// The phase, the message and the last lines of the output.
    fileprivate var failureText: String {
        JUnitCase.body(
            phase: job.failure?.phase?.rawValue, job.failure?.message ?? job.outcome.rawValue,
            job.details?.outputTail ?? [])
    }
}

extension Finding {
    /// `build_s: 1.80 s instead of 1.31 s (+37 %)`.
    fileprivate var change: String {
        "\(metric.id): \(ComparisonWords.value(candidate, metric)) instead of "
            + "\(ComparisonWords.value(base, metric)) (\(amount))"
    }

    /// The figures, and the pairs as a small chart.
    fileprivate var text: String {
        var lines = [change, "configurations: " + configurations.joined(separator: "; ")]
        if let interval {
            lines.append(
                "95 % interval: \(ComparisonWords.share(interval.low)) to \(ComparisonWords.share(interval.high)), "
                    + "p \(Words.probability(p))")
        }
        lines.append("\(pairs.count) pairs: \(chart)")
        return lines.joined(separator: "\n")
    }

    /// What would be needed to tell.
    fileprivate func doubt(inRounds: Bool) -> String {
        let moved = "cannot tell whether it moved by \(Words.percent(threshold))"
        let visible = smallestVisible.map { ", as only \(Words.percent(max($0, threshold))) was sure to be seen" } ?? ""
        guard let pairsNeeded else { return "\(moved)\(visible): measure at a quieter hour" }
        let needed = inRounds ? "\(pairsNeeded) rounds (--rounds \(pairsNeeded))" : "\(pairsNeeded) pairs of jobs"
        return "\(moved)\(visible): it takes \(needed), or a quieter hour"
    }
}
