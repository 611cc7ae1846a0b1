import Foundation
import Statistics

struct CacheableDependenciesQuestion: Question {
    let id = "cacheable-dependencies"
    let words = "What kinds of dependencies can be easily cached?"
    let measuredBy = """
        apt, pip, npm, gem, composer × strategy (one layer, a layer a manifest, cache mount, restored archive) × \
        change class
        """
    let rule = "easily: always hit after a source change, and a manifest change costs at most half of cold"
    let scenario: String? = "dependencies"
    let advice = Advice(
        yes: "Write Dockerfiles with the strategy that the table names for each package manager.",
        no: "Use each manager's best strategy (see the section's table). Plan for what changed lists cost.",
        undecided: "Do not prescribe a strategy on these figures yet.")
    let terms = AnswerTerms(claim: "all easy? ", counted: ("change", "changes"))

    func evidence(in run: RunReader) throws -> DependencyEvidence? {
        try DependencyAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: DependencyEvidence) -> Verdict { DependencyRule.verdict(evidence.managers) }

    func warnings(on evidence: DependencyEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: DependencyEvidence, _ verdict: Verdict) -> Page {
        DependencyPage(question: self, evidence: evidence, verdict: verdict).page
    }

    func answer(_ evidence: DependencyEvidence, _ verdict: Verdict) -> Answer {
        let isSureOfAll = evidence.managers.allSatisfy {
            ($0.best?.ratio?.interval?.lowerBound ?? 0) > DependencyRule.ratioBound
        }
        return Answer(
            sentence: """
                \(easiness(evidence.managers)). \(sources(evidence.managers)) changed dependency list costs \
                \(range(evidence.managers) ?? verdict.figure) of an uncached build's time. This is with the best strategy. Up to \
                \(Words.plain(DependencyRule.ratioBound)) × is \
                easy\(isSureOfAll ? "; each manager's interval lies above that" : "").
                """,
            measure: "changed list ÷ no cache, at worst: ")
    }

    /// `None of 5 package managers (apt, gem …) is cached easily`, or which is and which is not.
    private func easiness(_ managers: [DependencyManager]) -> String {
        let count = Words.count(managers.count, "package manager", "package managers")
        if managers.allSatisfy({ $0.answer == .no }) {
            let names = managers.map { Markdown.escaped($0.name) }.joined(separator: ", ")
            return "None of \(count) (\(names)) is cached easily"
        }
        return "Of \(count) these are cached \(managers.byAnswer { Markdown.escaped($0.name) })"
    }

    /// `After a change of a source file all packages came from the cache. A`: what is easy, where it is so for all.
    private func sources(_ managers: [DependencyManager]) -> String {
        let changes = managers.map { $0.best?.of(.source) }
        let always = !changes.isEmpty && changes.allSatisfy { $0.map { $0.jobs > 0 && $0.hits == $0.jobs } ?? false }
        return always
            ? "After a change of a source file all packages came from the cache. A" : "Where it is least easy, a"
    }

    /// `0.812 × (npm) to 0.954 × (composer)`: the least and the most; nil where there are no two.
    private func range(_ managers: [DependencyManager]) -> String? {
        let known = managers.compactMap { manager in
            manager.best?.ratio.map { (name: Markdown.escaped(manager.name), value: $0.value) }
        }
        guard let least = known.min(by: { $0.value < $1.value }), let most = known.max(by: { $0.value < $1.value }),
            least.name != most.name
        else { return nil }
        return "\(Words.times(least.value)) (\(least.name)) to \(Words.times(most.value)) (\(most.name))"
    }
}

/// The rule of `cacheable-dependencies`, applied: pure, and fixed before any run.
enum DependencyRule {
    /// The most that a change of the manifest may cost over a cold job.
    static let ratioBound = 0.5

    /// The ratio of two kinds of jobs: the median of the ratios of each cost of one to each of the other, with an exact
    /// interval that few jobs can carry. It is Hodges and Lehmann's shift of the logarithms.
    ///
    /// Nil where there is none of either, or one cost nothing.
    static func ratio(of changes: [Double], over cold: [Double]) -> Estimate? {
        guard (changes + cold).allSatisfy({ $0 > 0 }), let above = try? Sample(changes.map { log($0) }),
            let base = try? Sample(cold.map { log($0) })
        else { return nil }
        let shift = HodgesLehmann(from: base, to: above)
        let interval = (shift.interval?.range).map { exp($0.lowerBound)...exp($0.upperBound) }
        return Estimate(value: exp(shift.shift), interval: interval, count: changes.count)
    }

    /// What one strategy with one builder is; `jobsNeeded` is how many more changes of the manifest would decide it.
    ///
    /// No where one source change installed again, or the interval of the ratio lies over the bound; yes where every
    /// source change of at least six found the installation in the cache and the interval lies at or under it.
    static func judge(source: DependencyClass?, ratio: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        if let source, source.hits < source.jobs { return (.no, nil) }
        if let low = ratio?.interval?.lowerBound, low > ratioBound { return (.no, nil) }
        guard let source, let ratio else { return (.undecided, Estimate.fewestJobs) }
        let lacking = Estimate.fewestJobs - source.jobs
        guard let interval = ratio.interval else { return (.undecided, max(ratio.jobsUntilInterval, lacking)) }
        if interval.upperBound <= ratioBound { return lacking > 0 ? (.undecided, lacking) : (.yes, nil) }
        return (.undecided, ratio.jobsUntilClear(of: ratioBound).map { max($0, lacking) })
    }

    /// The verdict over all package managers: the one that can be cached least easily decides.
    static func verdict(_ managers: [DependencyManager]) -> Verdict {
        let leastEasy = managers.max {
            ($0.answer.severity, $0.best?.ratio?.value ?? 0) < ($1.answer.severity, $1.best?.ratio?.value ?? 0)
        }
        guard let best = leastEasy?.best else {
            return Verdict(.undecided, estimate: nil, unit: "×", jobsNeeded: Estimate.fewestJobs)
        }
        return Verdict(
            best.answer, estimate: best.ratio, unit: "×", decidedBy: best.decider, jobsNeeded: best.jobsNeeded)
    }
}
