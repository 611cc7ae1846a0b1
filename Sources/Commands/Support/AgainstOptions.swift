import ArgumentParser
import Model
import Tracking

/// What a run is held against.
struct AgainstOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Hold the run against this one: baseline:NAME, a run's UUID, or the path of a database.",
            discussion: """
                Of git fixtures it replays the revisions that the other run replayed, then those that are new since. At the \
                end it builds the other run's last revision, with its Dockerfile and command, and today's last one in turn. \
                `plimsoll compare` judges times by these rounds only: the machine's drift is in both sides.
                """))
    var against: RunReferenceArgument?

    @Flag(help: "With --against: replay the scenario's range as it is today, not the revisions of the other run.")
    var follow = false

    @Option(
        help: """
            With --against: replay the revisions, Dockerfiles and commands that this run recorded, not today's. So two earlier \
            runs are held against each other.
            """)
    var candidate: RunReferenceArgument?

    @Option(help: "With --against: rounds for each fixture and configuration; default: what the profile says, or 12.")
    var rounds: Int?

    func validate() throws {
        if against == nil, follow || candidate != nil || rounds != nil {
            throw ValidationError("--follow, --candidate and --rounds need --against.")
        }
        if follow, candidate != nil {
            throw ValidationError("Give either --follow or --candidate: today's range, or a recorded one.")
        }
        if let rounds, !(0...1000).contains(rounds) { throw ValidationError("--rounds must be 0 to 1000.") }
    }

    /// - Parameters:
    ///   - database: where ids and names are looked up.
    ///   - state: the folder where Dockerfiles of the other run are kept.
    func suite(database: String, state: String) throws -> PinnedSuite? {
        guard let against else { return nil }
        func named(_ reference: RunReferenceArgument) throws -> PinnedSuite.Named {
            (reference.text, try reference.located(in: database).run.record)
        }
        return PinnedSuite(
            base: try named(against), candidate: try candidate.map(named), isFollowing: follow, rounds: rounds,
            state: state)
    }
}
