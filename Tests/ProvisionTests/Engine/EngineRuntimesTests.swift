import Foundation
import Model
import Testing

@testable import Provision

/// The daemon's configuration: runtimes and image store.
struct EngineRuntimesTests {
    @Test func gVisorIsARuntimeOnlyWhereItIsInstalled() throws {
        #expect(
            try DaemonCommand.dockerConfiguration(.host, gvisor: nil)
                == "{\"features\":{\"containerd-snapshotter\":false}}\n")
        #expect(
            try DaemonCommand.dockerConfiguration(.host, gvisor: GVisor(path: "/usr/bin/runsc", platform: "ptrace"))
                .contains(
                    """
                    "runtimes":{"runsc":{"path":"/usr/bin/runsc","runtimeArgs":["--platform=ptrace","--network=host"]}}
                    """))
    }

    @Test func anOlderGVisorUsesPtraceAndANewerOneSystrap() async throws {
        try await withTemporaryDirectory { directory in
            try plant("\u{0}pkg/sentry/platform/ptrace.New\u{0}", at: "\(directory)/usr/bin/runsc")
            chmod("\(directory)/usr/bin/runsc", 0o755)
            let facts = EngineRoot.Facts(
                recipe: "", architecture: "", directory: "", packages: [], made: Date(), seconds: 1,
                digest: RootDigest(files: "", programs: [:]))
            let root = EngineRoot(directory: directory, facts: facts)
            #expect(await GVisor.find(in: root) == GVisor(path: "/usr/bin/runsc", platform: "ptrace"))
            try plant("\u{0}pkg/sentry/platform/systrap.New\u{0}", at: "\(directory)/usr/bin/runsc")
            chmod("\(directory)/usr/bin/runsc", 0o755)
            #expect(await GVisor.find(in: root)?.platform == "systrap")
        }
    }

    @Test(arguments: [
        (
            SuiteEngine.Store.overlay2,
            "{\"features\":{\"containerd-snapshotter\":false},\"storage-driver\":\"overlay2\"}\n"
        ), (.containerd, "{\"features\":{\"containerd-snapshotter\":true}}\n"),
    ])
    func theImageStoreIsAlwaysNamed(_ store: SuiteEngine.Store, _ text: String) throws {
        let source = EngineSource.suite(SuiteEngine(product: .docker, suite: "forky", store: store))
        #expect(try DaemonCommand.dockerConfiguration(source, gvisor: nil) == text)
    }

    @Test func podmansNetworkIsTheEnginesOwn() {
        let text = DaemonCommand.podmanConfiguration(bridge: "10.192.4.1/22", ulimits: [])
        #expect(text.contains("default_subnet = \"10.192.4.0/22\""))
        #expect(text.contains("cgroup_manager = \"cgroupfs\"") && !text.contains("default_ulimits"))
    }

    @Test func podmansContainersGetLimitsThatCanBeReached() {
        let text = DaemonCommand.podmanConfiguration(bridge: "10.192.4.1/22", ulimits: ["nofile=9:9", "nproc=8:8"])
        #expect(text.contains("default_ulimits = [\"nofile=9:9\", \"nproc=8:8\"]"))
    }

    @Test func anEngineAlwaysHasRunc() {
        #expect(EngineSource.hostRuntimes.contains("runc"))
        #expect(EngineSource.hostRuntimes.contains("runsc") == (Tool.find("runsc") != nil))
    }
}
