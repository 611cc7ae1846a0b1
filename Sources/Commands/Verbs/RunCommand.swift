import ArgumentParser
import Lab
import Model
import Store
import Tracking

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run scenarios and store every measurement.",
        discussion: """
            Jobs run one after another in the order that `plimsoll plan` prints. Where a scenario varies executors, the jobs
            of a level run at the same time. Each job is stored before its cleanup, so a kill loses at most the current jobs;
            --resume runs the rest.

            Ctrl-C once finishes the current job and stops; twice stops at once. Both clean up.
            Ends with status 3 if a job did not succeed, 130 if a signal stopped the run, 1 if it could not be finished.
            With --against, jobs that failed in the other run too do not lead to status 3.
            Three kinds of failed jobs are results and do not lead to status 3. A full disk refused them where collection
            policies are compared, they failed because of a planted fault, or their revision is listed under
            `expected_failures` of its fixture.

            A scenario is a file or a name: `overhead` is ./scenarios/overhead.yaml, or else the one that was installed with
            Plimsoll. Everything is written to --db and --state, nothing beside a scenario.

            Examples:
              plimsoll run overhead
              plimsoll run overhead --profile full --seed 7
              plimsoll run mine.yaml --engine unix:///var/run/docker.sock
              plimsoll run overhead --resume
              plimsoll run --git ~/src/tool                        the newest changes of a repository, without a file
              plimsoll run --git .#main~30..main --command 'make test'
            """)

    @OptionGroup var scenario: ScenarioOptions
    @OptionGroup var against: AgainstOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var state: StateOptions
    @Flag(help: "Continue the newest unfinished run of the same plan.") var resume = false
    @Flag(help: "Print no progress.") var quiet = false
    @Flag(help: "Print JSON events on standard output, one per line.") var json = false

    func run() async throws {
        let choice = try engine.choice()
        let suite = try against.suite(database: database.db, state: state.state)
        let scenarios = try await scenario.load(against: suite) {
            if !quiet { Terminal.standard.message($0) }
        } runtimes: {
            try await choice.runtimes()
        }
        let results = try ResultsDatabase.open(path: database.db, access: .readWrite)
        let planned = await RunRecord(
            scenarios: scenarios, profile: scenario.profile, seed: scenario.seed, commandLine: CommandLine.arguments,
            against: suite?.base.run.id)
        let earlier = resume ? try results.unfinishedRun(planHash: planned.planHash) : nil
        if resume, earlier == nil {
            Terminal.standard.message("no unfinished run of this plan in \(database.db): starting a new one")
        }
        let record = earlier ?? planned

        let (end, summary) = try await ScenarioRun(
            scenarios: scenarios, record: record, resumed: earlier != nil, engine: choice, stateDirectory: state.state,
            results: results,
            progress: RunProgressDisplay(
                json: json, quiet: quiet, terminal: .standard,
                place: RecordPlace(database: database.db, run: record.id))
        ).run()
        try conclude(end, summary, results)
    }

    /// Reports how the run ended: a summary on standard output, and the exit status.
    private func conclude(_ end: RunEnd, _ summary: RunSummary, _ results: ResultsDatabase) throws {
        func count(_ point: String) throws -> Int { try results.points(run: summary.id, name: point).count }
        let text = summary.text(
            full: try count(CollectionPoint.diskFull.rawValue), faulty: try count(FaultPoint.notSucceeded.rawValue),
            expected: try count(RevisionPoint.failureExpected.rawValue), end: end, database: database.db)
        if !json { Terminal.standard.result(text) }
        guard end == .finished else { throw end.exitStatus }
        guard try results.unexpectedFailures(of: summary) > 0 else { return }
        // What failed in the baseline too is no news; what did not is `compare`'s to judge, and fails here as well.
        if let other = try against.against?.located(in: database.db) {
            let night = try Night.compare(other, LocatedRun(database: results, run: summary))
            guard night.failures.new.isEmpty, night.failures.broken.isEmpty else { throw ExitStatus.failedJob }
            let known = night.failures.known.count
            if !json { Terminal.standard.message("\(known) \(known == 1 ? "job" : "jobs") failed as in the baseline") }
            return
        }
        throw ExitStatus.failedJob
    }
}
