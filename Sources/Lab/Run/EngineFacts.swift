import Engine
import Model
import Provision

/// The facts of an engine and its host that make two runs comparable or not.
enum EngineFacts {
    static func fingerprint(
        of client: EngineClient, embedded: EmbeddedEngine?, state: String, registry: Bool
    ) async throws -> Fingerprint {
        let version = try await client.version()
        let info = try await client.info()
        var engine = [
            "kind": embedded == nil ? "foreign" : "embedded",
            "version": version.version,
            "api_version": "\(client.version)",
            "storage_driver": info.storageDriver,
            "cgroup_version": info.cgroupVersion,
            "cgroup_driver": info.cgroupDriver,
            "operating_system": info.operatingSystem,
            "kernel": info.kernelVersion,
            "processors": "\(info.processors)",
            "memory_bytes": "\(info.memory)",
            "default_runtime": info.defaultRuntime,
            "runtimes": info.runtimes.joined(separator: ","),
        ]
        if let embedded {
            engine["filesystem"] = embedded.filesystemIsOwn ? "own ext4" : "the host's"
        }
        if registry { engine["registry_version"] = await EmbeddedRegistry.programVersion() }
        return Fingerprint(engine: engine, host: HostFingerprint.collect(stateDirectory: state))
    }
}
