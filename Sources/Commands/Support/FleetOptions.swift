import ArgumentParser
import Findings
import Simulation

/// What is assumed of workers and of the builds that come.
struct FleetOptions: ParsableArguments {
    @Option(
        help: "Builds that each worker runs at once; default: as many as took at most 1.5 × as long as one alone.")
    var executors: Int?

    @Option(
        name: .customLong("builds-a-day"), parsing: .upToNextOption,
        help: "At how many builds a day, one number or more; default: 100 1000 10000 100000 1000000.")
    var buildsADay: [Double] = []

    @Option(
        help: ArgumentHelp(
            "How builds fall on the hours of a day: office, flat, or a file.",
            discussion: """
                office: twice the mean rate in the late morning and early afternoon, a fifth of it at night. flat: every hour \
                alike. A file holds 24 numbers in any unit, from midnight on, with spaces, commas or line breaks between them; # \
                begins a comment. All three are assumptions, not measurements. Default: office.
                """))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "A file of recorded times: builds fall on the hours of a day as these do.",
            discussion: """
                One time a line, in seconds since 1970 or by ISO 8601 with its offset, as `git log --format=%cI` writes them; # begins \
                a comment. 100 or more. In place of --profile.
                """))
    var arrivals: String?

    @Option(help: "For how many repositories each measured fixture stands; each has a cache of its own.")
    var repositories = 1

    @Option(help: "How many repositories a worker keeps in its cache; default: all.")
    var cachedRepositories: Int?

    @Flag(help: "Builds prefer a worker that has built their repository before.")
    var affinity = false

    @Option(help: "With --affinity: for how long a build may be passed over by others that fit better, as 30s.")
    var patience: TimeSpan?

    @Option(help: "After how many builds of a worker its garbage is collected; needs --gc-pause.")
    var gcEvery: Int?

    @Option(help: "How long a collection keeps builds out, as 90s; needs --gc-every.")
    var gcPause: TimeSpan?

    @Flag(help: "Nothing is left in a worker's cache after a collection.")
    var gcEmptiesCache = false

    @Option(help: "The seed that draws arrivals and builds; the same seed gives the same result.")
    var seed: UInt64 = 1

    /// The terms, checked.
    func terms(repetitions: Int) throws -> CapacityTerms {
        if let executors, !(1...1000).contains(executors) { throw ValidationError("--executors is 1 to 1000.") }
        if let wrong = buildsADay.first(where: { !($0 > 0 && $0 <= 1e9) }) {
            throw ValidationError("--builds-a-day takes numbers above 0, up to 1000000000; `\(wrong)` is none.")
        }
        guard (1...1_000_000).contains(repositories) else { throw ValidationError("--repositories is 1 to 1000000.") }
        if let cachedRepositories, cachedRepositories < 0 {
            throw ValidationError("--cached-repositories is 0 or more.")
        }
        if patience != nil, !affinity { throw ValidationError("--patience is for --affinity.") }
        var terms = CapacityTerms(
            executors: executors, profile: try dayProfile(),
            repositoriesAFixture: repositories,
            affinity: affinity ? Fleet.Affinity(patience: patience?.seconds ?? 30) : nil,
            cachedRepositories: cachedRepositories, collection: try collection(), repetitions: repetitions, seed: seed)
        if !buildsADay.isEmpty { terms.buildsADay = buildsADay }
        return terms
    }

    /// A file that is wrong is a mistake on the command line.
    private func dayProfile() throws -> DayProfile {
        if profile != nil, arrivals != nil {
            throw ValidationError("--profile and --arrivals both say how builds fall on a day: give one of them.")
        }
        do {
            if let arrivals { return try ProfileFile(arrivals: arrivals).profile }
            return try ProfileFile(argument: profile ?? "office").profile
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
    }

    private func collection() throws -> Fleet.Collection? {
        switch (gcEvery, gcPause) {
        case (nil, nil):
            if gcEmptiesCache { throw ValidationError("--gc-empties-cache needs --gc-every and --gc-pause.") }
            return nil
        case (let builds?, let pause?):
            guard (1...1_000_000_000).contains(builds) else { throw ValidationError("--gc-every is 1 or more.") }
            return Fleet.Collection(builds: builds, seconds: pause.seconds, emptiesCache: gcEmptiesCache)
        default:
            throw ValidationError("--gc-every and --gc-pause go together.")
        }
    }
}
