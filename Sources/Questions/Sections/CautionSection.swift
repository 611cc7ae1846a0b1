/// What a reader should know beside the figures.
package struct CautionSection {
    let cautions: [Caution]

    package var paragraphs: [String] {
        let lines = cautions.map { "- " + Self.text($0) }
        return ["## Warnings", lines.isEmpty ? "None." : lines.joined(separator: "\n")]
    }

    static func text(_ caution: Caution) -> String {
        switch caution {
        case .excluded(let reason):
            return "This run was **excluded**: \(Markdown.escaped(reason)). Do not rely on it."
        case .unfinished(let recorded, let planned, let reason):
            let why = reason.map { "it ended as “\(Markdown.escaped($0))”" } ?? "it was killed, or is still running"
            return "The run is **not complete**: \(recorded) of \(planned) planned jobs were recorded; \(why)."
        case .resumed(let extra):
            return """
                The run was interrupted and **resumed**: \(Words.count(extra, "warm-up", "warm-ups")) beyond the plan \
                warmed the worker again.
                """
        case .contextsIncomplete(let count):
            return """
                **Build contexts were not complete**: \(Words.count(count, "submodule or git LFS object", "submodules and git LFS objects")) \
                that the repositories name were not on the machine.
                """
        case .cacheInherited(let hits):
            return """
                **The cache was not cold** when the run began: \(Words.count(hits, "step", "steps")) of its first builds came from \
                an earlier run or somebody else's build. Hits are too many, and times too short.
                """
        case .nothingReal:
            return "**No real fixture** was measured on a warm worker: the question cannot be answered."
        case .failed(let series, let outcome, let count, let all, let position, let message):
            return """
                \(Words.series(series)): **\(count) of \(Words.count(all, "job", "jobs")) \(Words.outcome(outcome))**; the first \
                (at position \(position) of the plan): \(Markdown.code(message))
                """
        case .uncleaned(let series, let count):
            return """
                \(Words.series(series)): \(Words.count(count, "job", "jobs")) ended **before the cleanup was done**, so \
                the time of the whole job is unknown and it is left out.
                """
        case .tooFew(let series, let count):
            return """
                \(Words.series(series)): \(Words.count(count, "warm job is", "warm jobs are")) **too few** for an interval.
                """
        case .slowFirst(let series, let seconds, let median):
            return """
                \(Words.series(series)): the **first counted job was slow** (\(Words.seconds(seconds)), median of its \
                kind \(Words.seconds(median))): the worker may not have been warm yet.
                """
        case .outliers(let series, let changeClass, let count, let all, let position, let seconds, let score):
            return """
                \(Words.series(series)), \(Words.changeClass(changeClass)): **\(count) of \(all) jobs \
                \(count == 1 ? "lies" : "lie")** far from the others (modified \
                z-score over 3.5); the farthest, at position \(position) of the plan, has \(Words.seconds(seconds)) \
                (score \(Words.number(score))). Outliers are counted: a median bears them.
                """
        case .unpaired(let series, let count):
            return """
                \(Words.series(series)): \(Words.count(count, "job has", "jobs have")) **no job of the warm engine** on the \
                same change that succeeded; what they took counts in no comparison.
                """
        case .neverFull(let configuration):
            return """
                \(Words.configuration(configuration)): the trace **did not fill the disk** to the high mark even where nothing was \
                removed, so that no policy was put to the test. Give a smaller `disk`, or replay more changes.
                """
        case .collectionsFailed(let configuration, let count):
            return """
                \(Words.configuration(configuration)): \(Words.count(count, "collection", "collections")) **could not be carried \
                out**, or not to the end; the run's messages say why.
                """
        case .probesIncomplete(let series, let malformed, let missing):
            return """
                \(Words.series(series)): the probes' output is **not whole**: \
                \(Words.count(malformed, "line", "lines")) could not be read, \
                \(Words.count(missing, "probe was", "probes were")) not told of. What is missing is not claimed.
                """
        case .noDirectPairs(let series):
            return "\(Words.series(series)): no job has the **bare command** beside it."
        case .directFailed(let series, let count):
            return """
                \(Words.series(series)): \(Words.count(count, "bare command", "bare commands")) **failed** beside a job \
                that succeeded; they make no pair.
                """
        case .unbalanced(let series, let directFirst, let pairs):
            return """
                \(Words.series(series)): the **order of the pairs is not balanced**: the bare command came first in \
                \(directFirst) of \(pairs).
                """
        }
    }
}
