import Foundation
import Testing

/// A repository with a history, a scenario that replays it, and a database: one run's worth of everything.
struct Trial: Sendable {
    let scratch: Scratch
    let engine: String

    var scenario: String { scratch.plain("scenario.yaml") }
    var database: String { scratch.plain("results.sqlite") }
    var state: String { scratch.plain("state") }

    /// Makes an empty trial on the tests' engine.
    static func with<Value: Sendable>(_ body: (Trial) async throws -> Value) async throws -> Value {
        try await TestEngine.withClient { try await TestEngine.provideTinyImage(on: $0) }
        let engine = try TestEngine.address()
        return try await Scratch.with { scratch in
            try await Shell.run("git init --quiet \(scratch.path("repository"))")
            return try await body(Trial(scratch: scratch, engine: engine))
        }
    }

    /// Makes one of eight short jobs on BuildKit: two warm-ups and six changes.
    static func ofEightJobs<Value: Sendable>(_ body: (Trial) async throws -> Value) async throws -> Value {
        try await with { trial in
            try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"0.3\"]\n"])
            for number in 1...6 { try await trial.commit(["f": "\(number)"]) }
            try trial.writeScenario(changes: 6, builders: "buildkit")
            return try await body(trial)
        }
    }

    /// Adds a revision with these files to the repository.
    func commit(_ files: [String: String]) async throws {
        for (name, text) in files { try scratch.write(text, to: "repository/" + name) }
        try await Shell.run(
            """
            cd \(scratch.path("repository")) && git add --all && \
            git -c user.name=t -c user.email=t@example.org commit --quiet --allow-empty --message r
            """)
    }

    /// Writes the scenario: every revision of the repository, replayed once.
    func writeScenario(
        changes: Int, builders: String = "legacy, buildkit", workload: String = "timeout: 60s", artifacts: String = "",
        extra: String = "", pairs: Int = 0
    ) throws {
        try scratch.write(
            """
            name: trial
            description: A test's own.
            fixtures:
              - git: {name: trial, repository: repository, revisions: HEAD, dockerfile: Dockerfile.ci\(artifacts.isEmpty ? "" : ", artifacts: [\"\(artifacts)\"]")}
            factors: {builder: [\(builders)]}
            workload: {\(workload)}
            \(pairs > 0 ? "reference: direct" : "")
            profiles:
              quick: {changes: \(changes), pairs: \(pairs)}
            \(extra)
            """, to: "scenario.yaml")
    }

    /// The arguments of `plimsoll run` for it.
    var runArguments: [String] {
        ["run", scenario, "--engine", engine, "--db", database, "--state", state]
    }

    func run(_ more: [String] = []) async throws -> PlimsollCommand.Ended {
        try await PlimsollCommand.run(runArguments + more)
    }

    /// Waits until its run has so many jobs, for two minutes at most.
    func waitForJobs(_ count: Int) async throws {
        for _ in 0..<2400 {
            if FileManager.default.fileExists(atPath: database),
                let rows = try? await sql("select count(*) from job_view"), (Int(rows.first ?? "") ?? 0) >= count
            {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the run made no \(count) jobs in two minutes")
    }

    func sql(_ query: String) async throws -> [String] {
        try await Shell.sql(query, of: database)
    }
}
