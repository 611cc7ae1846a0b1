import ArgumentParser
import Model
import Questions
import Simulation

struct FleetOptions: ParsableArguments {
    @Option(help: "Builds that a worker runs at once; default: the most that took at most 1.5 × as long as one alone.")
    var executors: Int?

    @Option(
        name: .customLong("builds-a-day"), parsing: .upToNextOption,
        help: "Builds per day, one number or more; default: 100 1000 10000 100000 1000000.")
    var buildsADay: [Double] = []

    @Option(
        help: ArgumentHelp(
            "How builds are spread over the hours of a day: office, flat, or a file.",
            discussion: """
                office: twice the mean rate in the late morning and early afternoon, a fifth of it at night. flat: every hour \
                the same. A file holds 24 numbers in any unit, from midnight on, with spaces, commas or line breaks between them; # \
                begins a comment. All three are assumptions, not measurements. Default: office.
                """))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "A file of recorded times: builds are spread over the hours of a day as these are.",
            discussion: """
                One time per line, 100 or more, in seconds since 1970 or ISO 8601 with offset, as `git log --format=%cI` writes; \
                # begins a comment. Replaces --profile.
                """))
    var arrivals: String?

    @Option(help: "How many repositories each measured fixture represents; each has its own cache.")
    var repositories = 1
    @Option(help: "How many repositories a worker keeps in its cache; default: all.") var cachedRepositories: Int?
    @Flag(help: "Builds prefer a worker that has built their repository before.") var affinity = false
    @Option(help: "With --affinity: how long other builds that fit better may overtake a build, such as 30s.")
    var patience: TimeSpan?
    @Option(help: "Collect a worker's garbage after this many builds; needs --gc-pause.") var gcEvery: Int?
    @Option(help: "How long a collection blocks builds, such as 90s; needs --gc-every or --gc-high.")
    var gcPause: TimeSpan?
    @Option(help: "Collect garbage when a worker's disk is this full, such as 45GB; needs --gc-low and --gc-pause.")
    var gcHigh: ByteCount?
    @Option(help: "Remove least recently used data down to this, such as 30GB; a removed repository is cold.")
    var gcLow: ByteCount?
    @Option(help: "With --gc-high: disk growth per build, such as 20MB; default: from the run's disk ledger.")
    var growth: ByteCount?
    @Option(help: "With --growth: disk growth of a repository's first build on a worker, such as 800MB.")
    var firstGrowth: ByteCount?
    @Flag(help: "A collection empties the worker's cache.") var gcEmptiesCache = false
    @Option(help: "Seed of arrivals and builds; the same seed gives the same result.") var seed: UInt64 = 1

    func terms(repetitions: Int) throws -> CapacityTerms {
        if let executors, !(1...1000).contains(executors) { throw ValidationError("--executors must be 1 to 1000.") }
        if let wrong = buildsADay.first(where: { !($0 > 0 && $0 <= 1e9) }) {
            throw ValidationError("--builds-a-day takes numbers above 0, up to 1000000000, not `\(wrong)`.")
        }
        guard (1...1_000_000).contains(repositories) else { throw ValidationError("--repositories is 1 to 1000000.") }
        if let cachedRepositories, cachedRepositories < 0 {
            throw ValidationError("--cached-repositories must be 0 or more.")
        }
        if patience != nil, !affinity { throw ValidationError("--patience needs --affinity.") }
        var terms = CapacityTerms(
            executors: executors, profile: try dayProfile(),
            repositoriesAFixture: repositories,
            affinity: affinity ? Fleet.Affinity(patience: patience?.seconds ?? 30) : nil,
            cachedRepositories: cachedRepositories, collection: try collection(), growth: try diskGrowth(),
            repetitions: repetitions, seed: seed)
        if !buildsADay.isEmpty { terms.buildsADay = buildsADay }
        return terms
    }

    /// An invalid file is a usage error.
    private func dayProfile() throws -> DayProfile {
        if profile != nil, arrivals != nil {
            throw ValidationError("--profile and --arrivals exclude each other: give one of them.")
        }
        do {
            guard let arrivals else { return try ProfileFile.profile(profile ?? "office") }
            return try ProfileFile.recorded(try RecordedTimes(path: arrivals), path: arrivals)
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
    }

    private func diskGrowth() throws -> DiskGrowth? {
        switch (growth, firstGrowth) {
        case (nil, nil): return nil
        case (let build?, let first?):
            guard gcHigh != nil else { throw ValidationError("--growth and --first-growth need --gc-high.") }
            return .given(build: Double(build.bytes), first: Double(first.bytes))
        default: throw ValidationError("--growth and --first-growth go together.")
        }
    }

    private func collectionByBytes() throws -> Fleet.Collection {
        guard let high = gcHigh, let low = gcLow, let pause = gcPause else {
            throw ValidationError("--gc-high, --gc-low and --gc-pause go together.")
        }
        guard gcEvery == nil, !gcEmptiesCache else {
            throw ValidationError("--gc-high excludes --gc-every and --gc-empties-cache.")
        }
        guard low.bytes < high.bytes else { throw ValidationError("--gc-low must be below --gc-high.") }
        return Fleet.Collection(marks: .init(high: Double(high.bytes), low: Double(low.bytes)), seconds: pause.seconds)
    }

    private func collection() throws -> Fleet.Collection? {
        if gcHigh != nil || gcLow != nil { return try collectionByBytes() }
        switch (gcEvery, gcPause) {
        case (nil, nil):
            if gcEmptiesCache { throw ValidationError("--gc-empties-cache needs --gc-every and --gc-pause.") }
            return nil
        case (let builds?, let pause?):
            guard (1...1_000_000_000).contains(builds) else { throw ValidationError("--gc-every must be 1 or more.") }
            return Fleet.Collection(builds: builds, seconds: pause.seconds, emptiesCache: gcEmptiesCache)
        default: throw ValidationError("--gc-every and --gc-pause go together.")
        }
    }
}
