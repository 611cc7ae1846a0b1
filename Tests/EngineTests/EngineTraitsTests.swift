import Foundation
import Model
import Testing

@testable import Engine

/// What engines' recorded answers to `/version` and `/info` mean.
@Suite struct EngineTraitsTests {
    private func traits(_ version: String, _ info: String) throws -> EngineTraits {
        EngineTraits(
            version: try JSONDecoder().decode(EngineVersion.self, from: Data(version.utf8)),
            info: try JSONDecoder().decode(EngineInfo.self, from: Data(info.utf8)))
    }

    private func docker(_ version: String, _ info: String = RecordedEngines.layers) throws -> EngineTraits {
        try traits(#"{"Version":"\#(version)","Components":[{"Name":"Engine","Version":"\#(version)"}]}"#, info)
    }

    @Test func docker20() throws {
        let traits = try traits(RecordedEngines.version20, RecordedEngines.info20)
        #expect(traits.product == .docker && traits.name == "Docker 20.10.24+dfsg1" && traits.isKnown)
        #expect(traits.imageStore == .layers && traits.ignoreDialect == .docker20)
        #expect(traits.commandClock == .startEvent && traits.hasSessions && traits.hasIdentity)
        #expect(traits.builders == [.legacy, .buildkit, .buildx] && traits.usualBuilder == .buildkit)
        #expect(traits.warning == nil)
    }

    @Test(arguments: [RecordedEngines.version26, RecordedEngines.version28])
    func laterDockers(_ version: String) throws {
        let traits = try traits(version, RecordedEngines.layers)
        #expect(traits.product == .docker && traits.isKnown && traits.ignoreDialect == .docker23)
        #expect(traits.imageStore == .layers && traits.commandClock == .startEvent && traits.hasSessions)
        #expect(traits.builders == [.legacy, .buildkit, .buildx])
    }

    @Test(arguments: [RecordedEngines.containerd26, RecordedEngines.containerd28])
    func theContainerdStore(_ info: String) throws {
        #expect(try docker("28.5.2+dfsg3", info).imageStore == .containerd)
        #expect(try docker("26.1.5+dfsg1", info).builders == [.legacy, .buildx])
        #expect(try docker("28.5.2+dfsg3", info).builders.contains(.buildkit))
    }

    @Test func podman() throws {
        let traits = try traits(RecordedEngines.versionPodman, RecordedEngines.infoPodman)
        #expect(traits.product == .podman && traits.name == "Podman 5.4.2" && traits.isKnown)
        #expect(traits.imageStore == .layers && traits.ignoreDialect == .docker20)
        #expect(traits.commandClock == .startEvent && !traits.hasSessions && !traits.hasIdentity)
        #expect(traits.builders == [.buildah] && traits.usualBuilder == .buildah)
    }

    /// It gets the traits of the nearest version that was tried, and a warning.
    @Test(arguments: ["29.1.0", "19.03.15", "", "rolling"])
    func aVersionThatWasNeverTried(_ version: String) throws {
        let traits = try docker(version)
        #expect(!traits.isKnown && traits.warning?.contains("only with Docker 20 to 28") == true)
        let nearest: IgnoreDialect = version == "19.03.15" ? .docker20 : .docker23
        #expect(traits.ignoreDialect == nearest && traits.commandClock == .startEvent)
    }

    @Test func whatOnlyTheAPIsVersionDecides() {
        #expect(!APIVersion(1, 41).hasTypedDiskUsage && APIVersion(1, 42).hasTypedDiskUsage)
        #expect(APIVersion(1, 47).keptCacheParameter == "keep-storage")
        #expect(APIVersion(1, 48).keptCacheParameter == "reserved-space")
    }
}
