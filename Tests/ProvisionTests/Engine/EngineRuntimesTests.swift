import Testing

@testable import Provision

/// The daemon's configuration of runtimes.
struct EngineRuntimesTests {
    @Test func gVisorIsARuntimeOnlyWhereItIsInstalled() throws {
        #expect(try EngineLaunch.configuration(gvisor: nil) == "{}\n")
        #expect(
            try EngineLaunch.configuration(gvisor: "/usr/bin/runsc")
                == """
                {"runtimes":{"runsc":{"path":"/usr/bin/runsc","runtimeArgs":["--platform=ptrace","--network=host"]}}}

                """)
    }

    @Test func anEngineAlwaysHasRunc() {
        #expect(EmbeddedEngine.runtimes.contains("runc"))
        #expect(EmbeddedEngine.runtimes.contains("runsc") == (Tool.find("runsc") != nil))
    }
}
