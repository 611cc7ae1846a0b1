import ArgumentParser
import Foundation
import Model
import Tracking

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one job: its timeline, its steps and their cache, its output, its place in its cell.",
        discussion: """
            JOB is RUN/SCENARIO/POSITION as `plimsoll jobs` prints it, RUN/POSITION, or the number of its row in the database.

            Phases are bars on the time of the whole job; below, steps are bars on the time of the build, so that parallel steps
            stand side by side. Steps have a hit, or the reason of their miss. Of a build with more than 20 steps the longest are
            shown. The picture fits the terminal (COLUMNS), and is plain ASCII where the locale is not UTF-8.

            A job is compared with the other measured jobs of its cell in its run: same scenario, fixture, configuration, class of
            change, and use of the cache. z is robust, by the median and the median absolute deviation. There is none with fewer than
            5 others, or where they do not vary.

            Ends with status 1 if there is no such job, or more than one; 64 if JOB names none.

            Examples:
              plimsoll show 1F2E3D4C/overhead/17
              plimsoll show 4711 --db results.sqlite --all-steps
              plimsoll show 1F2E3D4C/17 --json | jq '.steps[] | select(.missReason != null)'
            """)

    @Argument(help: "The job, such as 1F2E3D4C/overhead/17.") var job: String
    @OptionGroup var database: DatabaseOptions
    @Flag(help: "Show all steps of a build that has many.") var allSteps = false
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        let reference = try JobReference(job)
        let account = try JobAccount.read(reference, in: try TrackedDatabase.open(database.db))
        try Terminal.standard.result(
            json: json, JSONFields(account),
            ShowText(account: account, screen: .standard, showsAllSteps: allSteps).text)
    }
}
