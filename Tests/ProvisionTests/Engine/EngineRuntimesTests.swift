import Model
import Testing

@testable import Provision

/// The daemon's configuration: runtimes and image store.
struct EngineRuntimesTests {
    @Test func gVisorIsARuntimeOnlyWhereItIsInstalled() throws {
        #expect(
            try EngineCommand.dockerConfiguration(.host, gvisor: nil)
                == "{\"features\":{\"containerd-snapshotter\":false}}\n")
        #expect(
            try EngineCommand.dockerConfiguration(.host, gvisor: "/usr/bin/runsc").contains(
                """
                "runtimes":{"runsc":{"path":"/usr/bin/runsc","runtimeArgs":["--platform=ptrace","--network=host"]}}
                """))
    }

    @Test(arguments: [
        (
            SuiteEngine.Store.overlay2,
            "{\"features\":{\"containerd-snapshotter\":false},\"storage-driver\":\"overlay2\"}\n"
        ), (.containerd, "{\"features\":{\"containerd-snapshotter\":true}}\n"),
    ])
    func theImageStoreIsAlwaysNamed(_ store: SuiteEngine.Store, _ text: String) throws {
        let source = EngineSource.suite(SuiteEngine(product: .docker, suite: "forky", store: store))
        #expect(try EngineCommand.dockerConfiguration(source, gvisor: nil) == text)
    }

    @Test func podmansNetworkIsTheEnginesOwn() {
        let text = EngineCommand.podmanConfiguration(bridge: "10.192.4.1/22", ulimits: [])
        #expect(text.contains("default_subnet = \"10.192.4.0/22\""))
        #expect(text.contains("cgroup_manager = \"cgroupfs\"") && !text.contains("default_ulimits"))
    }

    @Test func podmansContainersGetLimitsThatCanBeReached() {
        let text = EngineCommand.podmanConfiguration(bridge: "10.192.4.1/22", ulimits: ["nofile=9:9", "nproc=8:8"])
        #expect(text.contains("default_ulimits = [\"nofile=9:9\", \"nproc=8:8\"]"))
    }

    @Test func anEngineAlwaysHasRunc() {
        #expect(EngineSource.hostRuntimes.contains("runc"))
        #expect(EngineSource.hostRuntimes.contains("runsc") == (Tool.find("runsc") != nil))
    }
}
