import ArgumentParser
import Foundation
import Model
import Questions
import Simulation
import Testing

@testable import Commands

/// What the command line of `simulate` takes and refuses.
@Suite struct SimulateOptionsTests {
    private func parsed(_ arguments: String) throws -> SimulateCommand {
        try CommandLines.parsed(["simulate"] + arguments.split(separator: " ").map(String.init))
    }

    @Test func theDefaultsAreAsDocumented() throws {
        let terms = try parsed("").fleet.terms(repetitions: 39)
        #expect(terms.buildsADay == [100, 1000, 10_000, 100_000, 1_000_000] && terms.executors == nil)
        #expect(terms.profile == .office && terms.affinity == nil && terms.collection == nil)
        #expect(try parsed("").repetitions == 39 && terms.seed == 1)
    }

    @Test func everythingIsRead() throws {
        let id = "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"
        let command = try parsed(
            "--run \(id) --workers 3 --executors 4 --builds-a-day 500 2000.5 --profile flat --repositories 50 "
                + "--cached-repositories 20 --affinity --patience 1m --gc-every 200 --gc-pause 90s --gc-empties-cache "
                + "--seed 7 --json --repetitions 5")
        #expect(command.run?.id == UUID(uuidString: id) && command.workers == 3 && command.json)
        let terms = try command.fleet.terms(repetitions: command.repetitions)
        #expect(terms.buildsADay == [500, 2000.5] && terms.executors == 4 && terms.profile == .flat)
        #expect(terms.repositoriesAFixture == 50 && terms.cachedRepositories == 20 && terms.seed == 7)
        #expect(terms.affinity == Fleet.Affinity(patience: 60) && terms.repetitions == 5)
        #expect(terms.collection == Fleet.Collection(builds: 200, seconds: 90, emptiesCache: true))
    }

    @Test func aCollectionByBytesIsRead() throws {
        let marks = "--gc-high 45GB --gc-low 30GB --gc-pause 90s"
        let measured = try parsed(marks).fleet.terms(repetitions: 0)
        #expect(measured.collection == Fleet.Collection(marks: .init(high: 45e9, low: 30e9), seconds: 90))
        #expect(measured.growth == nil)
        let given = try parsed(marks + " --growth 20MB --first-growth 800MB").fleet.terms(repetitions: 0)
        #expect(given.growth == .given(build: 20e6, first: 800e6))
    }

    @Test(arguments: [
        ("--gc-high 45GB --gc-pause 90s", "--gc-low"), ("--gc-low 45GB", "--gc-high"),
        ("--gc-high 30GB --gc-low 45GB --gc-pause 90s", "--gc-low must be below"),
        ("--gc-high 45GB --gc-low 30GB --gc-pause 90s --gc-every 5", "--gc-every"),
        ("--gc-high 45GB --gc-low 30GB --gc-pause 90s --growth 20MB", "--first-growth"),
        ("--growth 20MB --first-growth 800MB", "--gc-high"),
    ])
    func marksThatMakeNoSenseAreRefused(arguments: String, words: String) {
        CommandLines.expectRefusal(naming: words) { try parsed(arguments) }
    }

    @Test(arguments: [
        ("--workers 0", "--workers"), ("--executors 0", "--executors"), ("--builds-a-day 0", "--builds-a-day"),
        ("--builds-a-day -5", "--builds-a-day"), ("--builds-a-day nan", "--builds-a-day"),
        ("--builds-a-day many", "--builds-a-day"), ("--profile no-such-profile", "--profile"),
        ("--patience 30s", "--affinity"), ("--gc-every 100", "--gc-pause"), ("--gc-pause 9s", "--gc-every"),
        ("--profile flat --arrivals times", "--arrivals"), ("--arrivals no-such-file", "no-such-file"),
        ("--gc-empties-cache", "--gc-every"), ("--gc-every 0 --gc-pause 9s", "--gc-every"), ("--run newest", "--run"),
        ("--repetitions -1", "--repetitions"), ("--repositories 0", "--repositories"),
        ("--cached-repositories -1", "--cached-repositories"), ("--seed x", "--seed"),
    ])
    func whatMakesNoSenseIsRefused(arguments: String, words: String) {
        CommandLines.expectRefusal(naming: words) { try parsed(arguments) }
    }

    @Test func aProfileIsTakenFromRecordedTimes() throws {
        // Three of four at half past nine by the clock of whoever wrote them, the fourth at noon, on each of thirty days.
        let lines = (1...30).flatMap { day -> [String] in
            let date = String(format: "2016-11-%02d", day)
            return ["09:30:00+01:00", "09:30:30+01:00", "09:31:00+01:00", "12:00:00+01:00"].map { "\(date)T\($0)" }
        }
        let times = try RecordedTimes(text: lines.joined(separator: "\n"), file: "times")
        let profile = try ProfileFile.recorded(times, path: "logs/times.txt")
        #expect(profile.name == "times, 120 recorded times" && profile.peak == 18 && profile.weights[12] == 6)
        let few = RecordedTimes(Array(times.moments.prefix(99)))
        let error = #expect(throws: UsageError.self) { try ProfileFile.recorded(few, path: "times.txt") }
        #expect(error?.description.hasPrefix("times.txt: 99 recorded times are too few") == true)
    }

    @Test func aProfileIsReadFromItsFile() throws {
        let text = "# from midnight on\n" + (0..<24).map { "\($0 == 9 ? 4 : 2)," }.joined(separator: "\n")
        let profile = try ProfileFile.parse(text, name: "mine", path: "mine.txt")
        #expect(profile.name == "mine" && abs(profile.peak - 4 / (50.0 / 24)) < 1e-12)
        for (wrong, words) in [("1 2 3", "24 weights"), ("1\ntwo", "mine.txt:2: `two`"), ("", "24 weights")] {
            let error = #expect(throws: UsageError.self) {
                try ProfileFile.parse(wrong, name: "mine", path: "mine.txt")
            }
            #expect(error?.description.contains(words) == true)
        }
    }
}
