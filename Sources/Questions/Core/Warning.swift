import Model

/// Something that a reader of the figures should know; `text` says what each is.
package enum Warning: Sendable, Equatable {
    case excluded(reason: String)
    /// How many of the planned jobs the run holds, and why it ended, where that is known.
    case unfinished(recorded: Int, planned: Int, reason: String?)
    case resumed(extraWarmups: Int)
    case nothingReal
    case contextsIncomplete(count: Int)
    case cacheInherited(hits: Int)
    /// Jobs of a series that ended otherwise than well; position and message are the first one's.
    case failed(series: Series, outcome: Outcome, count: Int, of: Int, position: Int, message: String)
    case uncleaned(series: Series, count: Int)
    case tooFew(series: Series, count: Int)
    case slowFirst(series: Series, seconds: Double, median: Double)
    /// Among the warm jobs of a class; position, overhead and score are the worst one's.
    case outliers(
        series: Series, changeClass: ChangeClass, count: Int, of: Int, position: Int, seconds: Double, score: Double)
    case unpaired(series: Series, count: Int)
    case neverFull(configuration: String)
    case collectionsFailed(configuration: String, count: Int)
    case probesIncomplete(series: Series, malformed: Int, missing: Int)
    case noDirectPairs(series: Series)
    case directFailed(series: Series, count: Int)
    case unbalanced(series: Series, directFirst: Int, pairs: Int)
    /// Jobs whose command was timed by the container's state, where other jobs of the configuration have a start event.
    case clocksMixed(configuration: String, count: Int, of: Int)
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
        case .neverFull(let configuration), .collectionsFailed(let configuration, _),
            .clocksMixed(let configuration, _, _):
            Self.factors(configuration)
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

    /// As a line of a page.
    var text: String {
        switch self {
        case .excluded(let reason):
            "This run was **excluded**: \(Markdown.escaped(reason)). Do not rely on it."
        case .unfinished(let recorded, let planned, let reason):
            "The run is **not complete**: \(recorded) of \(planned) planned jobs were recorded; "
                + (reason.map { "it ended as “\(Markdown.escaped($0))”." } ?? "it was killed, or is still running.")
        case .resumed(let extra):
            "The run was interrupted and **resumed**: \(Words.count(extra, "warm-up", "warm-ups")) beyond the plan "
                + "warmed the worker again."
        case .contextsIncomplete(let count):
            "**Build contexts were not complete**: "
                + Words.count(count, "submodule or git LFS object", "submodules and git LFS objects")
                + " that the repositories name were not on the machine."
        case .cacheInherited(let hits):
            """
            **The cache was not cold** when the run began: \(Words.count(hits, "step", "steps")) of its first builds came from \
            an earlier run or somebody else's build. Hits are too many, and times too short.
            """
        case .nothingReal: "**No real fixture** was measured on a warm worker: the question cannot be answered."
        case .failed(let series, let outcome, let count, let all, let position, let message):
            """
            \(Words.series(series)): **\(count) of \(Words.count(all, "job", "jobs")) \(Words.outcome(outcome))**; the first \
            (at position \(position) of the plan): \(Markdown.code(message))
            """
        case .uncleaned(let series, let count):
            """
            \(Words.series(series)): \(Words.count(count, "job", "jobs")) ended **before the cleanup was done**. \
            The time of the whole job is unknown, so it is left out.
            """
        case .tooFew(let series, let count):
            "\(Words.series(series)): \(Words.count(count, "warm job is", "warm jobs are")) **too few** for an interval."
        case .slowFirst(let series, let seconds, let median):
            """
            \(Words.series(series)): the **first counted job was slow** (\(Words.seconds(seconds)), median of its \
            kind \(Words.seconds(median))). The worker may not have been warm yet.
            """
        case .outliers(let series, let changeClass, let count, let all, let position, let seconds, let score):
            """
            \(Words.series(series)), \(Words.changeClass(changeClass)): **\(count) of \(all) jobs \
            \(count == 1 ? "lies" : "lie")** far from the others (modified z-score over 3.5). The farthest, at position \
            \(position) of the plan, has \(Words.seconds(seconds)) (score \(Words.number(score))). Outliers are counted: \
            they hardly move a median.
            """
        case .unpaired(let series, let count):
            """
            \(Words.series(series)): \(Words.count(count, "job has", "jobs have")) **no job to be compared with** on the same \
            change that succeeded. Their times count in no comparison.
            """
        case .neverFull(let configuration):
            """
            \(Words.configuration(configuration)): the trace **did not fill the disk** to the high mark, even where nothing was \
            removed. So no policy was tested. Give a smaller `disk`, or replay more changes.
            """
        case .collectionsFailed(let configuration, let count):
            """
            \(Words.configuration(configuration)): \(Words.count(count, "collection", "collections")) **failed or did not \
            finish**. The run's messages say why.
            """
        case .probesIncomplete(let series, let malformed, let missing):
            """
            \(Words.series(series)): the probes' output is **not whole**: \(Words.count(malformed, "line", "lines")) could not \
            be read, \(Words.count(missing, "probe", "probes")) did not report. Nothing is claimed of what is missing.
            """
        case .noDirectPairs(let series): "\(Words.series(series)): no job has the **bare command** beside it."
        case .directFailed(let series, let count):
            """
            \(Words.series(series)): \(Words.count(count, "bare command", "bare commands")) **failed** beside a job \
            that succeeded. They make no pair.
            """
        case .unbalanced(let series, let directFirst, let pairs):
            "\(Words.series(series)): the **order of the pairs is not balanced**: the bare command came first in "
                + "\(directFirst) of \(pairs)."
        case .clocksMixed(let configuration, let count, let all):
            """
            \(Words.configuration(configuration)): the engine sent **no start event for \(count) of \(all) jobs**. Their commands \
            were timed by the container's state. Some engines begin that time before the command, so the overhead may be too low.
            """
        }
    }
}
