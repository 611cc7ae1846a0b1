import Foundation
import Model
import Store
import Testing

@testable import Commands
@testable import SyntheticRuns
@testable import Tracking

/// One job on a terminal, and for programs.
@Suite struct ShowTextTests {
    private static let wide = Screen(width: 100, isUnicode: true)
    private static let plain = Screen(width: 80, isUnicode: false)

    /// A run with one job whose build has parallel steps, beside others of its cell.
    private func run(steps count: Int = 4, change: (inout JobRecord) -> Void = { _ in }) -> SyntheticRun {
        var run = SyntheticRun()
        run.plant([10]) { job in
            let build = job.startedAt.addingTimeInterval(job.phases[.context] ?? 0)
            job.steps = (0..<count).map { (ordinal: Int) -> StepRecord in
                let seconds: Double = ordinal < 2 ? 0.5 : 1 + Double(ordinal % 7) / 10
                return StepRecord(
                    ordinal: ordinal, instruction: "RUN   step \(ordinal)", cacheable: ordinal > 0,
                    cached: ordinal == 1,
                    startedAt: build.addingTimeInterval(ordinal < 2 ? 0 : 2),
                    duration: seconds,
                    missReason: ordinal > 1 ? .contentChanged : nil)
            }
            change(&job)
        }
        run.plant(SyntheticRun.around(9, count: 6))
        return run
    }

    private func account(_ run: SyntheticRun) throws -> JobAccount {
        try JobAccount.read(.row(1), in: try run.database())
    }

    private func text(_ run: SyntheticRun, _ screen: Screen = wide, allSteps: Bool = false) throws -> [String] {
        ShowText(account: try account(run), screen: screen, showsAllSteps: allSteps).text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func line(_ start: String, _ lines: [String]) throws -> String {
        try #require(lines.first { $0.hasPrefix(start) }, "\(start) in \(lines.joined(separator: "\n"))")
    }

    @Test func whatItWasAndHowItStandsAreTold() throws {
        let lines = try text(run())
        #expect(lines.first == "job      0F1E2D3C/overhead/0, row 1")
        #expect(try line("change", lines) == "change   scap START+0, change: source")
        #expect(try line("factors", lines) == "factors  builder=buildkit")
        #expect(try line("outcome", lines) == "outcome  succeeded")
        #expect(try line("time", lines) == "time     12.0 s: 2.00 s in its own command, 10.0 s overhead")
        #expect(try line("cache", lines) == "cache    1 hit, 2 misses; 4 steps")
        #expect(try line("disk", lines) == "disk     not sampled")
        #expect(try line("left", lines) == "left     not audited after this job")
        let wall = try line("  wall_s", lines)
        #expect(wall.contains("12.0 s") && wall.contains("7 of 7") && wall.hasSuffix("!"))
        #expect(try line("among its cell", lines).contains("scap, builder=buildkit, source), 6 other jobs"))
    }

    @Test func parallelStepsStandSideBySide() throws {
        let lines = try text(run())
        // Context takes 1 s of 12, the build 4.
        #expect(try line("build ", lines).contains("33 %") && line("build ", lines).hasSuffix("██████████"))
        let (third, fourth) = (try line("2 RUN step 2", lines), try line("3 RUN step 3", lines))
        func bar(_ line: String) -> String { String(line.drop { $0 != "█" }) }
        func indent(_ line: String) -> Int { line.prefix { $0 != "█" }.count }
        #expect(indent(third) == indent(fourth) && bar(third).count < bar(fourth).count)
        #expect(third.contains("content changed") && third.contains("1.20 s"))
        let second = try line("1 RUN step 1", lines)
        #expect(second.contains("  hit ") && second.contains("░") && !second.contains("█"))
    }

    @Test(arguments: [60, 80, 100, 160])
    func thePictureFitsItsWidthAndItsAlphabet(_ width: Int) throws {
        let run = run { $0.steps[3].instruction = "RUN " + String(repeating: "very-long ", count: 50) }
        for isUnicode in [true, false] {
            let lines = try text(run, Screen(width: width, isUnicode: isUnicode))
            let picture = lines.firstIndex { $0.hasPrefix("phase ") }
            let rows = lines[(try #require(picture))...].prefix { !$0.hasPrefix("among") }
            #expect(rows.count > 8 && rows.allSatisfy { $0.count <= width }, "\(rows.joined(separator: "\n"))")
            #expect(isUnicode || lines.allSatisfy { line in line.utf8.allSatisfy { $0 < 0x80 } })
        }
    }

    @Test func ofManyStepsTheLongestAreShownAndTheRestIsCounted() throws {
        let run = run(steps: 500) { job in
            job.steps[444].duration = 1.9
            job.steps[7].error = "no space"
            job.steps[7].duration = 0.01
        }
        let lines = try text(run)
        let steps = lines.filter { $0.contains(" RUN step ") }
        #expect(steps.count == 20 && steps.contains { $0.contains("444 RUN step 444") })
        #expect(steps.contains { $0.hasPrefix("  7 RUN step 7 ") && $0.contains("failed") })
        #expect(lines.contains { $0.contains("480 shorter steps are left out, 478 of them misses, none over 1.60 s") })
        let all = try text(run, allSteps: true)
        #expect(all.count { $0.contains(" RUN step ") } == 500 && !all.contains { $0.contains("left out") })
    }

    @Test func aJobThatWasKilledSaysSo() throws {
        let lines = try text(
            run { job in
                job.wall = nil
                job.phases[.cleanup] = nil
            }, Self.plain)
        #expect(try line("outcome", lines).hasSuffix("its cleanup never ended: killed, or still going on"))
        #expect(try line("time", lines).hasPrefix("time     no wall time; its phases together 10.5 s"))
        #expect(!lines.contains { $0.hasPrefix("cleanup") })
    }

    @Test func aJobThatFailedInItsContextHasNoBuild() throws {
        let lines = try text(
            run { job in
                (job.outcome, job.steps, job.phases, job.command) = (.buildFailed, [], [.context: 0.2], nil)
                job.wall = 0.3
                job.failure = Failure(
                    phase: .context, message: "no such revision\nmore",
                    outputTail: (1...30).map { "\u{1B}[1mline \($0)" })
            })
        #expect(try line("outcome", lines) == "outcome  build_failed, in the phase context")
        #expect(
            try line("failure", lines) == "failure  no such revision" && line("cache", lines) == "cache    no build")
        #expect(try line("among its cell", lines).hasSuffix("not compared, as the job did not succeed"))
        #expect(!lines.contains { $0.hasPrefix("step of the build") })
        #expect(lines.contains("output, the last 20 of 30 lines kept (--json has all)"))
        #expect(lines.last == "  | \\u{1B}[1mline 30" && !lines.contains { $0.contains("line 10") })
    }

    @Test func aPairLeaksAndTheDiskAreTold() throws {
        let database = try ResultsDatabase.inMemory()
        try PlantedRecords.plant(in: database)
        let account = try JobAccount.read(.row(1), in: database)
        let lines = ShowText(account: account, screen: Self.wide).text.split(separator: "\n").map(String.init)
        #expect(try line("direct", lines) == "direct   1.00 s without an engine, after the job")
        #expect(try line("disk", lines).hasPrefix("disk     the engine holds 1.01 kB; no sample before it"))
        #expect(try line("left", lines) == "left     container plimsoll-x, 4.10 kB")
        #expect(lines.contains { $0.trimmingCharacters(in: .whitespaces) == "not seen: mount" })
    }

    @Test func programsGetTheSameFacts() throws {
        let database = try ResultsDatabase.inMemory()
        try PlantedRecords.plant(in: database)
        var accounts = [try JobAccount.read(.row(1), in: database), try account(run())]
        accounts.append(
            try account(
                run { job in
                    (job.outcome, job.steps, job.phases, job.wall) = (.refused, [], [:], nil)
                    job.failure = Failure(phase: nil, message: "no")
                }))
        for account in accounts {
            try JSONSchema.check(try JSONText.document(JSONFields(account)), by: "show.schema.json")
        }
        #expect(throws: JSONSchema.Refused.self) { try JSONSchema.check("{}", by: "show.schema.json") }
        let text = try JSONText.document(JSONFields(accounts[1]))
        #expect(text.contains("\"lane\" : 1") && text.contains("\"robustZ\" : "))
    }
}

/// A job with a pair, a sample of the disk, and a leak.
private enum PlantedRecords {
    static func plant(in database: ResultsDatabase) throws {
        var run = SyntheticRun()
        run.plant([1]) { $0.direct = DirectRecord(order: .after, seconds: 1, exitStatus: 0) }
        try run.save(to: database)
        let start = run.record.startedAt
        try database.attach(
            disk: DiskRecord(
                openedAt: start, at: start, images: 1_000, containers: 1, volumes: 2, cache: 3, sharedCache: 4,
                filesystem: 51_000, baseline: 50_000, source: "statfs", quiet: true, seconds: 0.01, waited: 0), to: 1)
        try database.record(
            AuditRecord(
                scenario: "overhead", stage: .job, at: start, seconds: 0.1,
                kinds: [.init(name: "mount", sight: "hidden", reason: "far away", count: 0)],
                leaks: [
                    LeakRecord(kind: "container", object: "plimsoll-x", bytes: 4096, job: 1, attribution: .name)
                ]), after: 1, run: run.record.id)
    }
}
