import Foundation
import Testing

@testable import Commands

/// The script of docs/ci.md as it stands there, with a `plimsoll` whose steps end as planted.
@Suite struct NightlyScriptTests {
    /// What a night ends with, by the statuses that its steps end with; those not named end with 0.
    static let nights: [(steps: [String: Int32], night: Int32)] = [
        ([:], 0),
        (["compare": 2], 2),
        (["compare": 4], 0),
        (["compare": 3], 3),
        (["compare": 1], 1),
        (["compare": 64], 64),
        (["run": 3], 3),
        (["run": 3, "compare": 2], 2),
        (["run": 3, "compare": 4], 3),
        (["run": 3, "compare": 1], 1),
        (["run": 3, "compare": 64], 64),
        (["clean": 1], 1),
        (["clean": 1, "compare": 2], 2),
        (["clean": 1, "run": 3], 1),
        (["clean": 1, "compare": 64], 1),
        (["compare": 2, "report": 1], 2),
        (["compare": 2, "history": 64], 2),
        (["compare": 4, "report": 1], 1),
        (["run": 3, "jobs": 1], 1),
        (["records": 1], 1),
        (["compare": 139], 139),
        (["compare": 2, "report": 139], 2),
    ]

    @Test(arguments: nights) func theWorstStatusWinsAndEachIsTold(steps: [String: Int32], night: Int32) async throws {
        let ended = try await PlayedNight.with(statuses: steps) { try await $0.run() }
        #expect(ended.status == night)
        #expect(ended.lastLine.hasPrefix("nightly: ended with status \(night):"), "\(ended.output)")
        for (step, status) in steps {
            #expect((ended.lastLine + " ").contains(" \(step) \(status) "), "\(ended.lastLine)")
        }
        #expect(ended.verbs == ["clean", "baseline", "run", "compare", "export", "history", "report"])
    }

    @Test(arguments: [1, 64, 130, 137] as [Int32]) func aRunThatDidNotFinishIsNotCompared(status: Int32) async throws {
        let ended = try await PlayedNight.with(statuses: ["run": status]) { night in
            try night.write("of the night before", to: "plimsoll-night/comparison.md")
            return try await night.run()
        }
        #expect(ended.status == status)
        #expect(ended.verbs == ["clean", "baseline", "run"])
        #expect(!ended.output.contains("the night before"))
    }

    @Test(arguments: ["clean", "run", "compare", "history"]) func aStepThatWasStoppedEndsTheNight(
        step: String
    ) async throws {
        let ended = try await PlayedNight.with(statuses: [step: 130]) { try await $0.run() }
        #expect(ended.status == 130)
        #expect(ended.lastLine.hasSuffix(" \(step) 130"))
        #expect(ended.calls.last?.hasPrefix(step) == true, "nothing follows")
    }

    @Test func aSignalForTheScriptReachesTheStep() async throws {
        let ended = try await PlayedNight.with { night in
            try night.write("", to: "planted/run.hangs")
            return try await night.run(
                """
                ./nightly.sh & script=$!
                while [ ! -e hanging ]; do sleep 0.05; done
                kill -TERM $script; wait $script
                """)
        }
        #expect(ended.status == 130)
        #expect(ended.calls.last == "run was stopped")
    }

    @Test func theFirstNightSetsTheBaselineAndSaysSo() async throws {
        for baselines in [nil, "", "NAME  RUN\ndomain  45BEFE80"] {
            let ended = try await PlayedNight.with(baselines: baselines) { try await $0.run() }
            #expect(ended.status == 0)
            #expect(ended.output.contains("its run is the baseline \"main\""))
            #expect(ended.calls.contains("baseline set main --db .plimsoll/results.sqlite"))
            #expect(!ended.verbs.contains("compare") && !ended.calls.contains { $0.contains("--against") })
        }
    }

    @Test func aBaselineThatCannotBeReadIsNotReplaced() async throws {
        let ended = try await PlayedNight.with(statuses: ["baselines": 1]) { try await $0.run() }
        #expect(ended.status == 1)
        #expect(ended.verbs == ["clean", "baseline"])
        #expect(!ended.calls.contains { $0.hasPrefix("baseline set") })
    }

    @Test func aFirstNightWithAFailedJobIsABaselineAndRed() async throws {
        let ended = try await PlayedNight.with(baselines: nil, statuses: ["run": 3]) { try await $0.run() }
        #expect(ended.status == 3)
        #expect(ended.calls.contains { $0.hasPrefix("baseline set main") })
    }

    @Test func theFirstLinesOfTheComparisonAreToldLast() async throws {
        let ended = try await PlayedNight.with(statuses: ["compare": 2]) { try await $0.run() }
        let lines = ended.output.split(separator: "\n", omittingEmptySubsequences: false).suffix(7)
        #expect(lines.prefix(5) == ["# head of compare", "", "cause", "", "counts"])
    }

    @Test func scenarioOptionsStateAndEngineReachTheSteps() async throws {
        let ended = try await PlayedNight.with(baselines: nil) { night in
            try night.write("NAME\nmain  1\n", to: "baseline")
            try night.write("", to: "state folder/results.sqlite")
            return try await night.run(
                "PLIMSOLL_STATE='state folder' PLIMSOLL_ENGINE=unix:///e ./nightly.sh 'my ci.yaml' --profile full")
        }
        #expect(ended.calls.first == "clean --state state folder --engine unix:///e")
        let run = "run my ci.yaml --profile full --against baseline:main --state state folder"
        #expect(ended.calls.contains(run + " --db state folder/results.sqlite --engine unix:///e"))
    }

    @Test func whatTheNightWritesIsInOneFolder() async throws {
        try await PlayedNight.with { night in
            _ = try await night.run()
            let files = try FileManager.default.contentsOfDirectory(atPath: night.folder + "/plimsoll-night")
            #expect(
                Set(files) == ["comparison.md", "compare.xml", "jobs.xml", "history.html", "results.ndjson"])
        }
    }

    /// The planted `plimsoll` takes any option: the real one takes these.
    @Test func everyCommandLineOfTheScriptIsOneThatPlimsollTakes() async throws {
        for baselines in [nil, "NAME  RUN\nmain  45BEFE80"] {
            let ended = try await PlayedNight.with(baselines: baselines) { try await $0.run() }
            for call in ended.calls {
                let words = call.split(separator: " ").map(String.init)
                #expect(throws: Never.self, "\(call)") { try Tool.parseAsRoot(words) }
            }
        }
    }
}
