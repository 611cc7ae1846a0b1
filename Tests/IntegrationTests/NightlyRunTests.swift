import Foundation
import Testing

extension IntegrationTests {
    /// The script of docs/ci.md as it stands there, with the real program on a real engine.
    @Suite(.serialized) struct NightlyRunTests {
        private func commit(_ script: String, _ subject: String, in trial: Trial) async throws {
            try trial.scratch.write(script, to: "repository/run.sh")
            try await Shell.run(
                """
                cd \(trial.scratch.path("repository")) && git add --all && \
                git -c user.name=t -c user.email=t@example.org commit --quiet --message '\(subject)'
                """)
        }

        /// Runs the script; what it printed, and its status.
        private func night(_ trial: Trial) async throws -> (status: Int, output: String) {
            let status = try await Shell.run(
                """
                export PATH="$PWD/.build/debug:$PATH" PLIMSOLL_ENGINE='\(trial.engine)'
                cd '\(trial.scratch.root)'
                status=0; ./nightly.sh scenario.yaml >log 2>&1 || status=$?
                echo $status
                """)
            let output = try String(contentsOfFile: trial.scratch.plain("log"), encoding: .utf8)
            return (Int(status.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1, output)
        }

        private func files(_ trial: Trial) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: trial.scratch.plain("plimsoll-night")).sorted()
        }

        @Test func theNightAfterACommandGotASecondSlowerIsRedAndNamesIt() async throws {
            try await Trial.with { trial in
                try trial.scratch.write(
                    "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"/src/run.sh\"]\n", to: "repository/Dockerfile.ci")
                for number in 1...3 { try await commit("sleep 0.3 # \(number)\n", "change \(number)", in: trial) }
                try trial.writeScenario(changes: 2, builders: "buildkit")
                try await Shell.run(
                    """
                    script=\(trial.scratch.path("nightly.sh"))
                    awk '/^```/ { on = 0 } on; /^```sh$/ { on = 1 }' docs/ci.md >"$script" && chmod +x "$script"
                    """)

                let first = try await night(trial)
                #expect(first.status == 0, "\(first.output)")
                #expect(first.output.contains("its run is the baseline \"main\""))
                #expect(!(try files(trial)).contains("comparison.md"))
                // The scenario names no question: the times are written all the same.
                let report = try #require(try files(trial).first { $0.hasSuffix("-run.html") })
                let page = try String(contentsOfFile: trial.scratch.plain("plimsoll-night/" + report), encoding: .utf8)
                #expect(page.contains("How long jobs took"))

                try await commit("sleep 1.3\n", "wait for the server", in: trial)
                let second = try await night(trial)
                #expect(second.status == 2, "\(second.output)")
                let comparison = try String(
                    contentsOfFile: trial.scratch.plain("plimsoll-night/comparison.md"), encoding: .utf8)
                let head = comparison.split(separator: "\n", omittingEmptySubsequences: false).prefix(5)
                    .joined(separator: "\n")
                #expect(head.contains("worse") && head.contains("the command takes 1."), "\(head)")
                #expect(head.contains("wait for the server"), "the commit is named: \(head)")
                #expect(second.output.contains(head), "the script prints it")
                #expect(second.output.split(separator: "\n").last?.contains(" compare 2 ") == true)
                for name in ["compare.xml", "jobs.xml", "history.html", "results.ndjson"] {
                    #expect(try files(trial).contains(name), "\(name)")
                }
            }
        }
    }
}
