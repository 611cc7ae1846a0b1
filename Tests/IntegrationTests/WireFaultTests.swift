import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// Faults between Plimsoll and a real engine: every job ends with an outcome, within its bounds, and the others are not harmed.
    @Suite(.serialized) struct WireFaultTests {
        private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil

        /// One fault at one kind of answer.
        struct Planted: Sendable, CustomTestStringConvertible {
            let fault: FaultProxy.Fault
            let pattern: String
            var testDescription: String { "\(fault.rawValue), \(pattern)" }
        }

        private static let patterns = [
            "POST /build", "POST /containers/create", "POST /containers/*/start", "POST /containers/*/wait",
            "GET /containers/*/json", "GET /containers/*/archive", "DELETE /containers/*", "DELETE /images/**",
        ]

        /// Whole: every fault at every kind of answer. Short: every fault once and every kind of answer once, but for those
        /// that cleanup would wait two minutes for.
        private static let planted: [Planted] = {
            let all = patterns.flatMap { pattern in
                FaultProxy.Fault.allCases.map { Planted(fault: $0, pattern: pattern) }
            }
            guard !isSoak else { return all }
            return patterns.enumerated().map { index, pattern in
                let faults: [FaultProxy.Fault] =
                    pattern.hasPrefix("DELETE")
                    ? [.cut, .serverError] : [.stall, .truncated, .split, .cut, .delay, .serverError]
                return Planted(fault: faults[index % faults.count], pattern: pattern)
            }
        }()

        @Test(arguments: planted) func everyJobEndsWithAnOutcome(_ planted: Planted) async throws {
            try await Trial.with { trial in
                try await trial.commit([
                    "Dockerfile.ci":
                        "FROM tiny:1\nCOPY f /f\nCMD [\"sh\", \"-c\", \"mkdir /out; cp /f /out/f\"]\n",
                    ".dockerignore": ".git\n", "f": "0",
                ])
                for number in 1...3 { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(changes: 3, builders: "buildkit", workload: "timeout: 6s", artifacts: "/out/f")
                // Jobs 0 and 1 warm up and build the same; images are removed from the second job on.
                let which = planted.pattern.hasPrefix("DELETE /images") ? 1 : 2
                let (ended, count, seconds) = try await FaultProxy.with(
                    before: trial.engine, planted.fault, into: planted.pattern, which: which
                ) { proxy in
                    let began = ContinuousClock.now
                    let ended = try await PlimsollCommand.run([
                        "run", trial.scenario, "--engine", proxy.address, "--db", trial.database, "--state",
                        trial.state,
                    ])
                    return (ended, proxy.count, (ContinuousClock.now - began) / .seconds(1))
                }
                #expect(count == 1, "the fault was planted")
                let rows = try await trial.sql(
                    "select outcome, wall_s is not null, failure from job_view order by position")
                let outcomes = rows.map { String($0.prefix { $0 != "|" }) }
                // A job that lost its engine is not run again: it is a row. All that come after it go on.
                #expect(rows.count == 5 && outcomes.count { $0 != "succeeded" } <= 1, "\(rows) \(ended.messages)")
                #expect([0, 3].contains(ended.code), "\(ended.code) \(ended.messages)")
                #expect((ended.code == 0) == outcomes.allSatisfy { $0 == "succeeded" }, "\(outcomes)")
                let harmless: [FaultProxy.Fault] = [.delay, .split]
                if harmless.contains(planted.fault) {
                    #expect(outcomes.allSatisfy { $0 == "succeeded" }, "\(rows)")
                }
                // A job's own time, its cleanup's two minutes, and what all jobs take otherwise.
                #expect(seconds < 6 + 120 + 60, "\(seconds) s")
                let cleaned = try await PlimsollCommand.run([
                    "clean", "--engine", trial.engine, "--state", trial.state,
                ])
                #expect(cleaned.code == 0, "\(cleaned.messages)")
                try await TestEngine.withClient { client in
                    let label = ["label": ["plimsoll=1"]]
                    let containers = try await client.containers(filters: label)
                    let images = try await client.images(filters: label)
                    #expect(containers.isEmpty && images.isEmpty, "\(images.map(\.tags))")
                }
            }
        }
    }
}
