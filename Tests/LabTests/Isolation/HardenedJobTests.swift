import Model
import StubEngine
import Testing

@testable import Engine
@testable import Lab

/// What a job's configuration asks of the engine for its container.
struct HardenedJobTests {
    private func created(
        _ configuration: Configuration, _ workload: Workload = Workload(timeout: 30)
    ) async throws -> String {
        try await StubJob.with(configuration) { job in
            var settings = job.settings
            settings.workload = workload
            #expect(try await job.run(settings).outcome == .succeeded)
            let request = try #require(job.stub.requests.first { $0.path == "/containers/create" })
            return String(decoding: request.bodyStart, as: UTF8.self)
        }
    }

    @Test func aHardenedContainerIsAskedForWhole() async throws {
        let text = try await created(Configuration(builder: .buildkit, runtime: .runsc, hardening: .hardened))
        for part in [
            #""Runtime":"runsc""#, #""CapDrop":["ALL"]"#, #""ReadonlyRootfs":true"#, #""PidsLimit":256"#,
            #""SecurityOpt":["no-new-privileges"]"#, #""Memory":536870912"#, #""MemorySwap":536870912"#,
            #""NanoCpus":1000000000"#, "size=64m",
        ] { #expect(text.contains(part), "\(text) lacks \(part)") }
    }

    @Test func theDefaultContainerIsLeftToTheEngine() async throws {
        for configuration in [
            Configuration(builder: .buildkit), Configuration(builder: .buildkit, hardening: .usual),
        ] {
            let text = try await created(configuration)
            #expect(text.contains(#""CapDrop":[]"#) && text.contains(#""ReadonlyRootfs":false"#))
            #expect(!text.contains("Memory") && !text.contains("Runtime") && !text.contains("PLIMSOLL_LIMITS"))
        }
    }

    @Test func theWorkloadsOwnLimitsStand() async throws {
        var workload = Workload(timeout: 30)
        (workload.memory, workload.processors, workload.processes) = (1 << 30, 1.5, 99)
        let text = try await created(Configuration(builder: .legacy, hardening: .hardened), workload)
        for part in [
            #""Memory":1073741824"#, #""MemorySwap":1073741824"#, #""NanoCpus":1500000000"#, #""PidsLimit":99"#,
        ] {
            #expect(text.contains(part), "\(text) lacks \(part)")
        }
    }

    @Test func limitsAreToldToProbes() {
        #expect(HostConfig().limitsText == "")
        #expect(
            HostConfig(memory: 5, nanoCPUs: 1_500_000_000, pidsLimit: 7).limitsText
                == "memory=5,processors=1.5,processes=7")
    }
}
