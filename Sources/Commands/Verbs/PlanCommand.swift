import ArgumentParser
import Model

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Print the resolved plan: the exact ordered list of jobs. Runs nothing.",
        discussion: """
            A scenario is a file or a name, as for `plimsoll run`.

            Examples:
              plimsoll plan overhead
              plimsoll plan overhead --profile full --seed 7 --json
              plimsoll plan --git .
            """)

    @OptionGroup var scenario: ScenarioOptions
    @OptionGroup var against: AgainstOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var state: StateOptions
    @Flag(help: "Print the plan as JSON.") var json = false

    func run() async throws {
        let suite = try against.suite(database: database.db, state: state.state)
        let scenarios = try await scenario.load(against: suite) { Terminal.standard.message($0) }
        for sentence in scenarios.flatMap(\.warnings) { Terminal.standard.message("warning: \(sentence)") }
        let plans = scenarios.map(\.plan)
        try Terminal.standard.result(
            json: json, plans, plans.map { PlanDescription($0).description }.joined(separator: "\n\n"))
    }
}
