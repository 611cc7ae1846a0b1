import Foundation
import Testing
import Yams

/// The recipes of docs/ci.md for CI systems: they are valid, and their shell parts run as they stand.
@Suite struct RecipeFilesTests {
    typealias Members = [String: Any]

    private func yaml(_ firstLine: String) throws -> Members {
        let loaded = try Yams.load(yaml: try Recipes.block("yaml", firstLine))
        // The key `on` is a boolean in YAML 1.1, so keys are no texts throughout.
        let members = try #require(loaded as? [AnyHashable: Any])
        return Dictionary(uniqueKeysWithValues: members.map { ("\($0.key)", $0.value) })
    }

    /// Runs a line where `nightly.sh` only notes that it ran, and ends with a status.
    private func ended(_ line: String, status: Int32) async throws -> PlayedNight.Ended {
        try await PlayedNight.with { night in
            try night.write("#!/bin/sh\necho ran \"$*\" >>calls\nexit \(status)\n", to: "nightly.sh")
            return try await night.run(line)
        }
    }

    private func expectStatusesThrough(_ line: String) async throws {
        for status: Int32 in [0, 1, 2, 3, 64, 130] {
            let ended = try await ended(line, status: status)
            #expect(ended.status == status && ended.calls == ["ran "], "\(line): \(ended.output)")
        }
    }

    @Test func gitLabsScriptEndsAsTheNight() async throws {
        let job = try #require(try yaml("# .gitlab-ci.yml")["nightly"] as? Members)
        let script = try #require(job["script"] as? [String])
        try await expectStatusesThrough("set -e\n" + script.joined(separator: "\n"))
    }

    @Test func gitLabKeepsTheStateAndWhatTheNightWrote() async throws {
        let job = try #require(try yaml("# .gitlab-ci.yml")["nightly"] as? Members)
        let cache = try #require(job["cache"] as? Members)
        #expect(cache["paths"] as? [String] == [".plimsoll"] && cache["when"] as? String == "always")
        let artifacts = try #require(job["artifacts"] as? Members)
        #expect(artifacts["paths"] as? [String] == ["plimsoll-night"] && artifacts["when"] as? String == "always")
        let reports = try #require(artifacts["reports"] as? Members)
        let pattern = try #require(reports["junit"] as? String)
        let ended = try await PlayedNight.with { night in
            _ = try await night.run()
            return try await night.run("ls \(pattern)")
        }
        #expect(ended.output == "plimsoll-night/compare.xml\nplimsoll-night/jobs.xml\n")
        #expect((job["variables"] as? Members)?["GIT_DEPTH"] as? Int == 0)
    }

    @Test func gitHubsStepsEndAsTheNightAndShowItsComparison() async throws {
        let steps = try gitHubSteps()
        let lines = steps.compactMap { $0["run"] as? String }
        try #require(lines.count == 2)
        try await expectStatusesThrough("bash -e -c '\(lines[0])'")
        // What follows the night is done whatever its status.
        let after = steps.drop { $0["run"] as? String != lines[0] }.dropFirst()
        #expect(after.count == 2 && after.allSatisfy { $0["if"] as? String == "always()" })

        try await PlayedNight.with { night in
            let summary = "export GITHUB_STEP_SUMMARY='\(night.folder)/summary'; bash -e -c '\(lines[1])'"
            #expect(try await night.run(summary).status == 0, "the first night has no comparison")
            #expect(night.text("summary") == nil)
            _ = try await night.run()
            #expect(try await night.run(summary).status == 0)
            #expect(night.text("summary") == night.text("plimsoll-night/comparison.md"))
            #expect(night.text("summary")?.hasPrefix("# head of compare") == true)
        }
    }

    @Test func gitHubClonesInFullAndUploadsWhatTheNightWrote() throws {
        let uses = try gitHubSteps().filter { $0["uses"] != nil }
        try #require(uses.count == 2)
        #expect((uses[0]["with"] as? Members)?["fetch-depth"] as? Int == 0)
        #expect((uses[1]["with"] as? Members)?["path"] as? String == "plimsoll-night")
    }

    private func gitHubSteps() throws -> [Members] {
        let jobs = try #require(try yaml("# .github/workflows/nightly.yml")["jobs"] as? Members)
        let job = try #require(jobs["nightly"] as? Members)
        // The state is where the script looks for it.
        let variables = try #require(job["env"] as? Members)
        let script = try Recipes.nightly()
        for name in variables.keys { #expect(script.contains("${\(name):"), "\(name)") }
        return try #require(job["steps"] as? [Members])
    }

    @Test func jenkinsEndsAsTheNightAndKeepsWhatItWrote() async throws {
        let file = try Recipes.block("groovy", "// Jenkinsfile")
        let line = try #require(try #/ sh '(.+?)'/#.firstMatch(in: file)?.1)
        try await expectStatusesThrough(String(line))
        #expect(file.contains("junit testResults: 'plimsoll-night/*.xml'"))
        #expect(file.contains("archiveArtifacts artifacts: 'plimsoll-night/**'"))
        #expect(file.count { $0 == "{" } == file.count { $0 == "}" })
    }

    /// The line of the crontab that starts the night, in this folder.
    private func cronLine(in folder: String) throws -> String {
        let line = try #require(
            try Recipes.blocks().first { $0.language == "crontab" }?.text.split(separator: "\n").last)
        let fields = line.split(separator: " ", maxSplits: 5)
        try #require(fields.count == 6 && fields[0] == "0" && fields[5].hasPrefix("cd /srv/app && "))
        // In a crontab % ends the command.
        #expect(!line.contains("%"))
        return String(fields[5]).replacing("cd /srv/app", with: "cd '\(folder)'")
    }

    @Test(arguments: [0, 2, 3] as [Int32]) func cronMailsOnlyRedNights(status: Int32) async throws {
        try await PlayedNight.with(statuses: ["compare": status]) { night in
            try night.write("#!/bin/sh\n", to: "bin/git")
            let ended = try await night.run(try cronLine(in: night.folder))
            let log = try #require(night.text(".plimsoll.log"))
            #expect(log.contains("nightly: ended with status \(status):"))
            #expect(status == 0 ? ended.output.isEmpty : log.hasSuffix(ended.output))
            #expect(status == 0 || ended.output.contains("\ncause\n"))
        }
    }

    @Test func cronTellsWhereTheRepositoryCannotBeUpdated() async throws {
        try await PlayedNight.with { night in
            try night.write("#!/bin/sh\necho 'fatal: no such remote' >&2\nexit 128\n", to: "bin/git")
            let ended = try await night.run(try cronLine(in: night.folder))
            #expect(ended.output == "fatal: no such remote\n" && ended.calls.isEmpty)
        }
    }

    @Test func cronStartsNoSecondNightBesideAnother() async throws {
        try await PlayedNight.with { night in
            try night.write("of the night that runs\n", to: ".plimsoll.log")
            let line = try cronLine(in: night.folder)
            try night.write(line, to: "second")
            let ended = try await night.run("flock .plimsoll.lock timeout 30 sh second")
            #expect(ended.output == "not started: the night before is still running\n")
            #expect(ended.calls.isEmpty && night.text(".plimsoll.log") == "of the night that runs\n")
        }
    }
}
