import Testing

@testable import Model

/// The factors `runtime` and `hardening`.
@Suite("The factors runtime and hardening") struct RuntimeFactorTests {
    private func scenario() throws -> Scenario {
        try Scenario.parse(
            Samples.text(
                factors:
                    "factors: {builder: [buildkit, legacy], runtime: [runc, runsc], hardening: [default, hardened]}",
                more: "exclude: [{builder: legacy, runtime: runsc}, {builder: legacy, hardening: hardened}]"),
            file: "t.yaml", questions: nil)
    }

    @Test("make configurations of their own, whose names hold both")
    func names() throws {
        #expect(
            try scenario().configurations.map(\.name) == [
                "builder=buildkit,runtime=runc,hardening=default", "builder=buildkit,runtime=runc,hardening=hardened",
                "builder=buildkit,runtime=runsc,hardening=default", "builder=buildkit,runtime=runsc,hardening=hardened",
                "builder=legacy,runtime=runc,hardening=default",
            ])
    }

    @Test("leave out what a runtime that an engine lacks would run, and say so")
    func leavingOut() throws {
        let (kept, leftOut) = try scenario().keeping(runtimes: ["runc", "io.containerd.runc.v2"])
        #expect(kept.configurations.count == 3 && kept.configurations.allSatisfy { $0.runtime == .runc })
        #expect(leftOut == ["runsc"])
        let all = try scenario().keeping(runtimes: ["runc", "runsc"])
        #expect(all.scenario == (try scenario()) && all.leftOut.isEmpty)
        #expect(try scenario().keeping(runtimes: ["crun"]).leftOut == ["runc", "runsc"])
    }

    @Test("do not concern scenarios that vary neither")
    func others() throws {
        let plain = try Scenario.parse(Samples.text(), file: "t.yaml", questions: nil)
        #expect(!plain.variesRuntime && plain.keeping(runtimes: []).scenario == plain)
        #expect(plain.configurations.map(\.name) == ["builder=buildkit"])
        #expect(
            Samples.problems(Samples.text(factors: "factors: {builder: [legacy], runtime: [crun]}"))[0].contains(
                "unknown value 'crun'"))
    }
}
