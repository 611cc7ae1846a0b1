import Model

/// Something that a reader of the figures should know.
package enum Warning: Sendable, Equatable {
    /// The run was excluded, with this reason, and is reported because it was asked for.
    case excluded(reason: String)
    /// The run did not come to its end: how many of its planned jobs it holds, and why it ended, where that is known.
    case unfinished(recorded: Int, planned: Int, reason: String?)
    /// The run was killed or stopped, and continued later with warm-ups beyond its plan.
    case resumed(extraWarmups: Int)
    /// No real fixture was measured on a warm worker.
    case nothingReal
    /// Submodules and LFS objects that were not on the machine: build contexts lacked them.
    case contextsIncomplete(count: Int)
    /// Steps that the run's first builds found in the cache, and had not made: its cold state was not cold.
    case cacheInherited(hits: Int)
    /// Jobs of a series ended otherwise than well; the first one's position in the plan and words.
    case failed(series: Series, outcome: Outcome, count: Int, of: Int, position: Int, message: String)
    /// Jobs of a series ended before their cleanup did: their wall time is unknown.
    case uncleaned(series: Series, count: Int)
    /// Too few warm jobs for an interval.
    case tooFew(series: Series, count: Int)
    /// The first counted job is an outlier among its like: the worker may not have been warm.
    case slowFirst(series: Series, seconds: Double, median: Double)
    /// Outliers among the warm jobs of a class (modified z-score over 3.5); the worst one's position, overhead and score.
    case outliers(
        series: Series, changeClass: ChangeClass, count: Int, of: Int, position: Int, seconds: Double, score: Double)
    /// Jobs of a series with a central cache that have no job of the warm engine on the same change to be compared with.
    case unpaired(series: Series, count: Int)
    /// With a builder the trace did not fill the disk to the high mark even where nothing was removed: no policy was tested.
    case neverFull(configuration: String)
    /// Collections of a policy that could not be carried out, or not to their end.
    case collectionsFailed(configuration: String, count: Int)
    /// Jobs of a series whose probes' output could not be read whole: lines that are none, probes that nothing was told of.
    case probesIncomplete(series: Series, malformed: Int, missing: Int)
    /// No job of the series has the same command run without an engine beside it.
    case noDirectPairs(series: Series)
    /// Direct runs that ended with another status than 0, and so make no pair.
    case directFailed(series: Series, count: Int)
    /// The direct run came first much more often than last, or the other way round.
    case unbalanced(series: Series, directFirst: Int, pairs: Int)
}

extension Warning {
    /// Whether it may touch what has a name like `builder=legacy,policy=lru`, `malu`, `pip: builder=buildkit`: it does unless both
    /// name the fixture, or a factor, and differ in it.
    func concerns(_ name: String) -> Bool {
        let named = Self.factors(name)
        return subject.allSatisfy { factor, value in named[factor].map { $0 == value } ?? true }
    }

    /// What it is about; empty where that is a whole run.
    private var subject: [Substring: Substring] {
        switch self {
        case .excluded, .unfinished, .resumed, .nothingReal, .contextsIncomplete, .cacheInherited: [:]
        case .neverFull(let configuration), .collectionsFailed(let configuration, _): Self.factors(configuration)
        case .failed(let series, _, _, _, _, _), .uncleaned(let series, _), .tooFew(let series, _),
            .slowFirst(let series, _, _), .outliers(let series, _, _, _, _, _, _), .unpaired(let series, _),
            .probesIncomplete(let series, _, _), .noDirectPairs(let series), .directFailed(let series, _),
            .unbalanced(let series, _, _):
            Self.factors("\(series.fixture): \(series.configuration)")
        }
    }

    /// The values by factor; what has no `=` is the fixture.
    private static func factors(_ name: String) -> [Substring: Substring] {
        let parts = name.replacing(": ", with: ",").split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(parts.map { $0.count == 2 ? ($0[0], $0[1]) : ("fixture", $0[0]) }) { first, _ in first }
    }
}

/// What a reader should know beside the figures.
struct WarningSection {
    let warnings: [Warning]

    var paragraphs: [Page.Block] {
        let lines = warnings.map { "- " + Self.text($0) }
        return ["## Warnings", .text(lines.isEmpty ? "None." : lines.joined(separator: "\n"))]
    }

    static func text(_ warning: Warning) -> String {
        switch warning {
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
