import Findings
import Results

/// An answer in one sentence, in plain words; the figure stands beside it again with its interval.
struct AnswerSentence {
    let answer: QuestionAnswer

    var text: String {
        guard let findings = answer.findings, let record = answer.record else { return missing }
        guard record.estimate != nil || record.verdict != .undecided else { return "Too little was measured to judge." }
        return sentence(findings, record)
    }

    private var missing: String {
        switch answer.state {
        case .notRun: "No run of this database measured it."
        case .notConcluded, .answered: "A run bears on it, but nothing follows from it yet."
        case .notMeasured: "Not measured yet."
        }
    }

    /// The figure that decided, in its unit; nothing where there is none.
    private var figure: String {
        answer.record.flatMap { record in record.estimate.map { Words.figure($0, unit: record.unit) } }
            ?? "nothing known"
    }

    private func sentence(_ findings: RunFindings, _ record: VerdictRecord) -> String {
        switch record.question {
        case Questions.buildOverhead.id:
            """
            The median warm job takes \(figure) for all but its own command (the image's build, the container, copying, cleaning \
            up)\(with(findings.overhead?.verdict)); under \(Words.plain(OverheadRule.bound)) s is light.
            """
        case Questions.executors.id: executors(findings.executors)
        case Questions.cleanup.id: cleanup(findings.cleanup)
        case Questions.storage.id: storage(findings.garbage)
        case Questions.garbage.id: garbage(findings.garbage)
        case Questions.centralCache.id: centralCache(findings.centralCache)
        case Questions.cacheableDependencies.id: dependencies(findings.dependencies)
        case Questions.baseImages.id: bases(findings.baseImages)
        case Questions.isolation.id:
            """
            Of \(Words.counted(record.n, on: record.question)) from inside a job in its default container, \(figure) saw more than \
            it needs.
            """
        case Questions.workerDependencies.id: worker(findings.requirements)
        case Questions.opsRequirements.id:
            """
            Of \(Words.counted(record.n, on: record.question)) that were looked at, the worker lacked \
            \(Words.plain(record.estimate ?? 0)).
            """
        case Questions.capacity.id: capacity(record)
        default: Words.absent
        }
    }

    /// ` with BuildKit`: whose figure decided.
    private func with(_ verdict: Verdict?) -> String {
        verdict?.decidedBy.map { " with \(Words.theConfiguration($0))" } ?? ""
    }

    private func executors(_ findings: ExecutorsFindings?) -> String {
        let name = with(findings?.verdict)
        switch findings?.verdict.answer {
        case .yes:
            return """
                With up to \(figure) at a time\(name) jobs take at most \(Words.plain(ExecutorsRule.tailBound)) × as long as alone, and \
                each more still brings throughput; with the next more they do not.
                """
        case .no: return "Not even one executor kept to what the rule allows\(name)."
        case .undecided, nil:
            return "\(figure) kept to the rule\(name); whether more would, or how sure that is, is open."
        }
    }

    private func cleanup(_ findings: CleanupFindings?) -> String {
        guard let findings else { return Words.absent }
        let growth =
            answer.record?.estimate == nil
            ? ""
            : """
            ; of the bytes created \(figure) stayed on the disk without the engine's knowing, and under \
            \(Words.percent(CleanupRule.growthBound)) may
            """
        return """
            \(Words.count(findings.leaks.count, "thing was", "things were")) left after \(findings.audited - findings.clean) of \
            \(Words.count(findings.audited, "job", "jobs"))\(kinds(findings)), and none may be\(growth).
            """
    }

    /// ` (images without a name 28, mounts 13 …)`: what was left, the most first.
    private func kinds(_ findings: CleanupFindings) -> String {
        let left = findings.kinds.filter { $0.leaks > 0 }
            .sorted { ($1.leaks, $0.name) < ($0.leaks, $1.name) }
            .map { "\(CleanupWords.kind($0.name)) \($0.leaks)" }
        return left.isEmpty ? "" : " (\(left.joined(separator: ", ")))"
    }

    private func storage(_ findings: GarbageFindings?) -> String {
        guard let findings, let name = findings.storage.decidedBy else { return "No policy held the disk's high mark." }
        let disk = findings.capacity.map { "a disk of \(Words.bytes($0))" } ?? "the disk"
        let mark = findings.high.map { " of \(Words.bytes($0))" } ?? ""
        return """
            Collecting by \(GarbageWords.explained(name, in: findings)) kept what is used of \(disk) below its mark\(mark), and \
            took \(figure) of a hundred off the share of build time that the cache saves; up to \
            \(Words.plain(StorageRule.costBound)) may go.
            """
    }

    private func garbage(_ findings: GarbageFindings?) -> String {
        guard let findings, let name = findings.garbage.decidedBy else { return "No policy held the disk's high mark." }
        return """
            Of the policies that kept the disk below its mark, \(GarbageWords.explained(name, in: findings)) makes builds repeat \
            the least: \(figure) of each build\(tie).
            """
    }

    /// Said where the interval holds zero.
    private var tie: String {
        guard let low = answer.record?.low, let high = answer.record?.high, low <= 0, high >= 0 else { return "" }
        return ", which cannot be told from nothing"
    }

    private func centralCache(_ findings: CentralCacheFindings?) -> String {
        let decisive = findings?.builders.first { $0.configuration == findings?.verdict.decidedBy }
        let without = decisive?.coldRatio.map { ", and \(Words.times($0.value)) without that cache" } ?? ""
        return """
            With the registry's cache the median job on a cold worker takes \(figure) what it takes on a warm\
             one\(with(findings?.verdict))\(without); up to \(Words.plain(CentralCacheRule.ratioBound)) × would do.
            """
    }

    private func dependencies(_ findings: DependencyFindings?) -> String {
        guard let findings else { return Words.absent }
        let parts = [("easily", Verdict.Answer.yes), ("not easily", .no), ("undecided", .undecided)]
            .compactMap { part -> String? in
                let names = findings.managers.filter { $0.answer == part.1 }.map { Markdown.escaped($0.name) }
                return names.isEmpty ? nil : "\(part.0): \(names.joined(separator: ", "))"
            }
        let list = parts.joined(separator: "; ")
        let worst = DependencyRule.leastEasy(findings.managers).map { "With \(Markdown.escaped($0.name)), the worst," }
        return """
            Of the \(Words.count(findings.managers.count, "package manager", "package managers")) measured these are cached \(list). \
            \(worst ?? "Where it is least easy") a changed list of dependencies costs \(figure) a build without any cache; up to \
            \(Words.plain(DependencyRule.ratioBound)) × is easy.
            """
    }

    private func bases(_ findings: BaseImagesFindings?) -> String {
        guard let verdict = findings?.verdict, let name = verdict.decidedBy, let estimate = verdict.estimate else {
            return Words.absent
        }
        return verdict.unit == "byte"
            ? "Upon provided images all images together take \(Words.bytes(-estimate.value)) more\(with(verdict))."
            : """
            A cold build of \(Words.fixture(name)) upon a provided image that is on the worker is \
            \(BaseWords.faster(estimate.value)) than upon Debian alone; \(BaseImagesRule.repositoriesNeeded) \
            repositories must gain: of the \(BaseImagesRule.repositoriesNeeded) that gain most the lesser decides.
            """
    }

    private func worker(_ findings: RequirementsFindings?) -> String {
        guard let shares = WorkerRule.shares(findings?.workers ?? []) else {
            return "What the workers need could not be computed."
        }
        return """
            A worker that only builds in containers has \(Words.percent(shares.packages)) of the packages and \
            \(Words.percent(shares.bytes)) of the bytes of one that carries the dependencies; under \(Words.percent(WorkerRule.bound)) of both would be far fewer.
            """
    }

    private func capacity(_ record: VerdictRecord) -> String {
        record.verdict == .evidence
            ? "Simulated from measured times: 95 of 100 builds wait less than 60 s with \(figure)."
            : "The simulation was not seen to agree with measured waits: its number decides nothing."
    }
}
