import ArgumentParser
import Testing

@testable import Commands
@testable import Housekeeping

/// What the command line of `gc` and `hold` takes and refuses.
@Suite struct GcOptionsTests {
    private func parsed(_ arguments: String) throws -> GcCommand {
        try CommandLines.parsed(
            ["gc", "--engine", "unix:///var/run/docker.sock"] + arguments.split(separator: " ").map(String.init))
    }

    @Test func theDefaultsAreAsDocumented() throws {
        let command = try parsed("")
        #expect(try command.policy.policyChosen() == .leastRecentlyUsed(high: .share(0.85), low: .share(0.70)))
        #expect(command.policy.rules(onEmbedded: false) == CollectionRules())
        #expect(command.policy.rules(onEmbedded: true).buildCache)
        #expect(command.wait.seconds == 60 && command.limit.seconds == 300)
    }

    @Test func everythingIsRead() throws {
        let command = try parsed(
            "--high 20GB --low 15GB --keep base/* --keep *:latest --min-age 2h --label ci.job --label team=x --build-cache"
        )
        #expect(
            try command.policy.policyChosen()
                == .leastRecentlyUsed(high: .bytes(20_000_000_000), low: .bytes(15_000_000_000)))
        let rules = command.policy.rules(onEmbedded: false)
        #expect(rules.keep == [NamePattern("base/*"), NamePattern("*:latest")] && rules.minimumAge == 7200)
        #expect(rules.scope == .labelled([LabelMatch(key: "ci.job"), LabelMatch(key: "team", value: "x")]))
        #expect(rules.buildCache)
        #expect(try parsed("--any").policy.rules(onEmbedded: false).scope == .any)
        #expect(try parsed("--policy threshold --high 90%").policy.policyChosen() == .threshold(high: .share(0.9)))
        #expect(try parsed("--policy tag --tag ci/a:1").policy.policyChosen() == .tag("ci/a:1"))
        #expect(
            try parsed("--policy keep-storage --keep-storage 10GiB").policy.policyChosen()
                == .keepStorage(bytes: 10 << 30))
        #expect(try parsed("--policy prune-all").policy.policyChosen() == .pruneAll)
    }

    @Test(arguments: [
        ("--high 70% --low 85%", "above the high mark"), ("--high 20GB", "--low in bytes"),
        ("--high 20GB --low 70%", "of one kind"), ("--high 0%", "--high"), ("--high 101%", "--high"),
        ("--high 85", "--high"), ("--low nonsense", "--low"), ("--policy lru --tag a:1", "--policy tag"),
        ("--policy dangling --high 85%", "--high"), ("--policy threshold --low 70%", "--low"),
        ("--policy tag", "--tag"), ("--policy keep-storage", "--keep-storage"), ("--policy oldest", "--policy"),
        ("--any --label x", "exclude"), ("--label =1", "no key"), ("--min-age soon", "--min-age"),
        ("--min-age -1h", "--min-age"), ("--limit 0", "--limit"), ("--keep-storage 1GB", "keep-storage"),
    ])
    func whatMakesNoSenseIsRefused(arguments: String, words: String) {
        CommandLines.expectRefusal(naming: words) { try parsed(arguments) }
    }

    @Test func holdTakesTheCommandAsItStands() throws {
        let hold: HoldCommand = try CommandLines.parsed([
            "hold", "--engine", "unix:///x", "--wait", "5m", "--", "make", "-j2", "--", "--help",
        ])
        #expect(hold.command == ["make", "-j2", "--", "--help"] && hold.wait.seconds == 300)
    }

    @Test(arguments: [["hold", "--engine", "unix:///x"], ["hold", "--", "true"]])
    func holdNeedsACommandAndAnEngine(arguments: [String]) {
        #expect(throws: (any Error).self) { try Tool.parseAsRoot(arguments) }
    }

    @Test(arguments: [("90s", 90.0), ("15m", 900), ("1h30m", 5400), ("2d", 172_800), ("0", 0), ("1.5h", 5400)])
    func times(text: String, seconds: Double) {
        #expect(TimeSpan(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "5", "m", "1m1h", "1h1h", "-5s", "1e99d", "inf", "nans", "5 m", "1000000d"])
    func noTimes(text: String) {
        #expect(TimeSpan(argument: text) == nil)
    }
}
