import ArgumentParser
import Model

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Print the resolved plan: the exact ordered list of jobs. Runs nothing.",
        discussion: """
            Examples:
              plimsoll plan scenarios/overhead.yaml
              plimsoll plan scenarios/overhead.yaml --profile full --seed 7 --json
            """)

    @OptionGroup var scenario: ScenarioOptions
    @Flag(help: "Print the plan as JSON.") var json = false

    func run() async throws {
        let plans = try await scenario.load().map(\.plan)
        try Terminal.standard.result(
            json: json, plans, plans.map { PlanDescription($0).description }.joined(separator: "\n\n"))
    }
}
