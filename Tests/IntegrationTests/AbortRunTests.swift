import Engine
import Foundation
import Housekeeping
import Testing

extension IntegrationTests {
    /// Jobs in a row on one engine that are stopped at once at any moment: each has an outcome, and all together leave nothing.
    @Suite(.serialized, .timeLimit(.minutes(30))) struct AbortRunTests {
        /// Short: 6 jobs; `make soak` stops a hundred.
        private static let changes = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] == nil ? 1 : 48

        @Test func jobsStoppedInARowHaveOutcomesAndLeaveNothing() async throws {
            try await Scratch.with { scratch in
                try await FaultyFixture.write(
                    to: scratch, builders: "legacy, buildkit", faults: ["cancel-anywhere"], changes: Self.changes)
                let before = try await TestEngine.inventory()
                let (database, state) = (scratch.plain("results.sqlite"), scratch.plain("state"))
                let engine = try TestEngine.address()
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/scenario.yaml"), "--db", database, "--state", state, "--engine",
                    engine,
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                try await check(database, jobs: 2 * (2 + Self.changes))
                try await checkWhatIsLeft(of: before)
                let clean = try await PlimsollCommand.run(["clean", "--state", state, "--engine", engine])
                #expect(clean.output == "nothing was left\n")
                let left = try await TestEngine.left(since: before)
                #expect(left == [], "\(left)")
            }
        }

        private func check(_ database: String, jobs: Int) async throws {
            let outcomes = try await Shell.sql(
                """
                select outcome || '|' || cast(value as integer), count(*) from job_view
                left join point_view on point_view.job = job_view.job and series = 'fault_struck'
                where position >= 0 group by 1 order by 1
                """, of: database)
            print("jobs stopped at any moment, whether that struck: \(outcomes)")
            let counts = outcomes.map { $0.split(separator: "|").map(String.init) }
            // A job is stopped, or it was over already; there is nothing between.
            let ends = counts.map { $0.dropLast().joined(separator: "|") }
            #expect(Set(ends).isSubset(of: ["cancelled|1", "succeeded|0"]), "\(outcomes)")
            #expect(counts.compactMap { Int($0.last ?? "") }.reduce(0, +) == jobs)
            let stopped = counts.first { $0.first == "cancelled" }?.last.flatMap { Int($0) } ?? 0
            #expect(stopped >= jobs / 2, "\(outcomes)")
            #expect(try await Shell.sql("select count(*) from job_view where wall_s is null", of: database) == ["0"])
            #expect(try await Shell.sql("pragma integrity_check", of: database) == ["ok"])
            let query = "select failed_phase, count(*) from job where outcome = 'cancelled' group by 1"
            let phases = try await Shell.sql(query, of: database)
            print("by the phase that they were in: \(phases)")
            if Self.changes > 1 { #expect(phases.count == 4, "every phase but the cleanup") }
        }

        /// The legacy builder keeps what it built before it was stopped as an image without a name, and without a label: that much,
        /// and nothing else, is left for a collector. It is removed here.
        private func checkWhatIsLeft(of before: Inventory) async throws {
            let left = try await TestEngine.left(since: before)
            let kind = AuditKind.danglingImage.rawValue
            let images = left.filter { $0.hasPrefix("\(kind) ") }
            #expect(images == left)
            #expect(images.count <= 2 + Self.changes, "at most one of each job of the legacy builder")
            try await remove(images)
            // On containerd's store an image without a name stays when the one that was built on it goes.
            while true {
                let next = try await TestEngine.left(since: before)
                guard !next.isEmpty, next.allSatisfy({ $0.hasPrefix("\(kind) ") }) else { return }
                try await remove(next)
            }
        }

        private func remove(_ images: [String]) async throws {
            try await TestEngine.withClient { client in
                for image in images.compactMap({ $0.split(separator: " ").last.map(String.init) }) {
                    _ = try await client.removeImage(image)
                }
            }
        }
    }
}
