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
        case .notRun: "No run that counts bears on it yet."
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
            "The median warm job takes \(figure) beyond its own command\(with(findings.overhead?.verdict))."
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
        case .yes: return "Up to \(figure) at a time keep the rule\(name); the next level breaks it."
        case .no: return "Not even one executor kept the rule\(name)."
        case .undecided, nil: return "\(figure) kept the rule\(name); whether more would, or how sure that is, is open."
        }
    }

    private func cleanup(_ findings: CleanupFindings?) -> String {
        guard let findings else { return Words.absent }
        let growth = answer.record?.estimate == nil ? "" : "; the remainder grew by \(figure) of the bytes created"
        return """
            \(Words.count(findings.leaks.count, "thing was", "things were")) left after \(findings.audited - findings.clean) of \
            \(Words.count(findings.audited, "job", "jobs"))\(growth).
            """
    }

    private func storage(_ findings: GarbageFindings?) -> String {
        guard let findings, let name = findings.storage.decidedBy else { return "No policy held the disk's high mark." }
        return
            "\(GarbageWords.choice(name, in: findings)) holds the disk's mark, for \(figure) of the hit rate by time."
    }

    private func garbage(_ findings: GarbageFindings?) -> String {
        guard let findings, let name = findings.garbage.decidedBy else { return "No policy held the disk's high mark." }
        return "\(GarbageWords.choice(name, in: findings)) never crosses the mark, for \(figure) of rebuilding a build."
    }

    private func centralCache(_ findings: CentralCacheFindings?) -> String {
        """
        With the registry's cache the median job on a cold worker takes \(figure) what it takes on a warm\
         one\(with(findings?.verdict)).
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
        return "By package manager, \(list). Where it is least easy, a changed manifest costs \(figure) a cold build."
    }

    private func bases(_ findings: BaseImagesFindings?) -> String {
        guard let verdict = findings?.verdict, let name = verdict.decidedBy, let estimate = verdict.estimate else {
            return Words.absent
        }
        return verdict.unit == "byte"
            ? "Upon provided images all images together take \(Words.bytes(-estimate.value)) more\(with(verdict))."
            : """
            A cold build of \(Words.fixture(name)) upon a provided image is \(BaseWords.faster(estimate.value)) than upon Debian alone.
            """
    }

    private func worker(_ findings: RequirementsFindings?) -> String {
        guard let shares = WorkerRule.shares(findings?.workers ?? []) else {
            return "What the workers need could not be computed."
        }
        return """
            A worker that only builds has \(Words.percent(shares.packages)) of the packages and \(Words.percent(shares.bytes)) of the \
            bytes of one that carries the dependencies.
            """
    }

    private func capacity(_ record: VerdictRecord) -> String {
        record.verdict == .evidence
            ? "Simulated from measured times: \(figure) keep 95 of 100 builds waiting less than 60 s."
            : "The simulation was not seen to agree with measured waits: its number decides nothing."
    }
}
