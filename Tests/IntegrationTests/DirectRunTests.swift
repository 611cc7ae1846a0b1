import Foundation
import Testing

extension IntegrationTests {
    /// The same command without an engine: it has what a container has, leaves nothing on the host, and ends as it is told to.
    @Suite(.serialized) struct DirectRunTests {
        /// What tells a container's root from an unpacked tree.
        private static let inContainer = "grep -q '^overlay / ' /proc/mounts"

        private func trial(
            _ dockerfile: String, workload: String = "timeout: 60s", prefix: [String] = [],
            meanwhile: @escaping @Sendable (Int32) async throws -> Void = { _ in },
            _ check: (Trial, PlimsollCommand.Ended) async throws -> Void
        ) async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": dockerfile, "f": "1"])
                try await trial.commit(["f": "2"])
                try trial.writeScenario(changes: 1, builders: "buildkit", workload: workload, pairs: 1)
                let ended = try await PlimsollCommand.run(trial.runArguments, prefix: prefix, meanwhile: meanwhile)
                try await check(trial, ended)
                #expect(try await trial.sql("select count(*) from job_view where direct_outcome is not null") == ["1"])
            }
        }

        private func direct(_ columns: String, _ trial: Trial) async throws -> [String] {
            try await trial.sql("select \(columns) from job_view where direct_outcome is not null")
        }

        private func runs(_ mark: String) -> Bool {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return names.contains { name in
                (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8))?.contains(mark) ?? false
            }
        }

        /// A comma in numbers is no matter: no clock's text is read.
        @Test func whatFailsIsToldWithItsOutputAndLeavesNothingOnTheHost() async throws {
            let mark = "plimsoll-\(UUID().uuidString.prefix(8))"
            try await trial(
                """
                FROM tiny:1
                COPY . /src
                CMD ["sh", "-c", "echo x > /dev/shm/\(mark); echo planted words; sleep 0.4; exit 3"]

                """, prefix: ["/usr/bin/env", "LC_ALL=de_DE.UTF-8"]
            ) { trial, ended in
                #expect(ended.code == 3, "\(ended.messages)")
                #expect(
                    try await direct("direct_outcome, direct_status, trim(direct_output_tail, char(10))", trial)
                        == ["command_failed|3|planted words"])
                let seconds = try #require(Double(try await direct("direct_s", trial).first ?? ""))
                #expect(abs(seconds - 0.4) < 0.1, "\(seconds) s")
                #expect(try await trial.sql("select trim(output_tail, char(10)) from job_view")[0] == "planted words")
                #expect(!FileManager.default.fileExists(atPath: "/dev/shm/\(mark)"))
            }
        }

        @Test func aUserHasItsHomeAndTheFilesOfAContainer() async throws {
            try await trial(
                """
                FROM tiny:1
                RUN mkdir -p /etc /home/bob && echo 'bob:x:1000:1000::/home/bob:/bin/sh' > /etc/passwd && \\
                    echo 'audio:x:29:bob' > /etc/group && chown 1000:1000 /home/bob
                COPY . /src
                WORKDIR /home/bob
                USER bob
                CMD ["sh", "-c", "set -e; echo x > $HOME/f; cat /home/bob/f /etc/resolv.conf; test -d /sys/class; \
                grep -q localhost /etc/hosts; test \\"$(cat /etc/hostname)\\" = $HOSTNAME; test \\"$(hostname)\\" = $HOSTNAME; \
                test \\"$(id -G)\\" = '1000 29'; test $PWD = /home/bob"]

                """
            ) { trial, ended in
                #expect(ended.code == 0, "\(ended.messages)")
                let row = try await direct("outcome, direct_outcome, direct_status, direct_output_tail", trial)
                #expect(row == ["succeeded|succeeded|0|"], "\(row)")
            }
        }

        @Test func aCommandThatNeverEndsIsEndedAtTheLimit() async throws {
            try await trial(
                "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"\(Self.inContainer) || exec sleep 6161\"]\n",
                workload: "timeout: 2s"
            ) { trial, ended in
                #expect(try await direct("direct_outcome, direct_status", trial) == ["timed_out|"], "\(ended.messages)")
                let seconds = try #require(Double(try await direct("direct_s", trial).first ?? ""))
                #expect(seconds > 1.5 && seconds < 2.5, "\(seconds) s")
                #expect(!runs("6161"))
            }
        }

        @Test func oneSignalEndsItAtOnce() async throws {
            try await trial(
                "FROM tiny:1\nCOPY . /src\nCMD [\"sh\", \"-c\", \"\(Self.inContainer) || exec sleep 6262\"]\n",
                workload: "timeout: 5m",
                meanwhile: { process in
                    while !runs("sleep\u{0}6262") { try await Task.sleep(for: .milliseconds(50)) }
                    kill(process, SIGINT)
                    let began = ContinuousClock.now
                    while runs("sleep\u{0}6262"), ContinuousClock.now - began < .seconds(20) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    #expect(ContinuousClock.now - began < .seconds(1))
                }
            ) { trial, ended in
                let row = try await direct("direct_outcome, direct_status, outcome, position < 0", trial)
                #expect(row == ["cancelled||cancelled|1"], "\(ended.messages)")
                #expect(ended.code == 130, "\(ended.messages)")
            }
        }

        @Test func whatCannotBeStartedIsNoTime() async throws {
            try await trial("FROM tiny:1\nCOPY . /src\nCMD [\"/no/such/command\"]\n") { trial, ended in
                let row = try await direct("direct_outcome, direct_s, direct_status, direct_failure", trial)
                #expect(
                    row.first?.hasPrefix("not_started|||it could not be started: /no/such/command") == true, "\(row)")
            }
        }
    }
}
