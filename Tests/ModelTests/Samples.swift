import Foundation

@testable import Model

/// Scenarios and traces that the tests share.
enum Samples {
    /// A scenario's text, one line a part, so that the parts have lines 1 to 4 and `more` begins on line 5.
    static func text(
        name: String = "name: trial", fixtures: String = "fixtures: [noop]",
        factors: String = "factors: {builder: [buildkit]}", profiles: String = "profiles: {quick: {changes: 2}}",
        more: String = ""
    ) -> String {
        [name, fixtures, factors, profiles, more].joined(separator: "\n") + "\n"
    }

    /// What `trial.yaml` with this text is refused for; empty where it is not.
    static func problems(_ text: String) -> [String] {
        do {
            _ = try Scenario.parse(text, file: "trial.yaml", questions: ["build-overhead", "cleanup"])
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// A file of the project.
    static func shipped(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// A scenario of two fixtures and two builders: four streams.
    static func scenario(changes: Int = 8, pairs: Int = 4, cold: Int = 2) -> Scenario {
        Scenario(
            name: "sample", questions: ["build-overhead"], directory: "scenarios",
            sources: ["scap", "noop"].map { .bundled(name: $0, description: "../fixtures/\($0).yaml") },
            configurations: [Builder.legacy, .buildkit].map { Configuration(builder: $0) }, reference: .direct,
            profiles: [ScenarioProfile(name: "quick", changes: changes, pairs: pairs, cold: cold)])
    }

    /// scap with every class drawn out of its population, and noop, which has no population.
    static func traces(length: Int = 8) -> [Trace] {
        let rare: [Int: ChangeClass] = [2: .dependency, 5: .dockerfile]
        let scap = (0...length).map { index in
            Change(index: index, revision: "scap+\(index)", changeClass: index == 0 ? .none : rare[index] ?? .source)
        }
        let noop = (0...length).map { Change(index: $0, revision: "noop", changeClass: .none) }
        return [
            Trace(fixture: "noop", changes: noop),
            Trace(fixture: "scap", changes: scap, population: [.source: 278, .dependency: 9, .dockerfile: 3]),
        ]
    }
}
