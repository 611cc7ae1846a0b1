import EngineAPI
import Provision
import Records

/// The facts of an engine and its host that make two runs comparable or not.
enum EngineFacts {
    static func fingerprint(
        of client: EngineClient, embedded: EmbeddedEngine?, state: String
    ) async throws -> Fingerprint {
        let version = try await client.version()
        let info = try await client.info()
        var engine = [
            "kind": embedded == nil ? "foreign" : "embedded",
            "product": version.platformName ?? "unknown",
            "version": version.version,
            "api_version": client.apiVersion,
            "storage_driver": info.driver,
            "cgroup_version": info.cgroupVersion ?? "1",
            "cgroup_driver": info.cgroupDriver ?? "unknown",
            "operating_system": info.operatingSystem ?? "unknown",
            "kernel": info.kernelVersion ?? "unknown",
            "processors": "\(info.processors)",
            "memory_bytes": "\(info.memoryBytes)",
            "default_runtime": info.defaultRuntime ?? "unknown",
        ]
        if let embedded {
            engine["filesystem"] = embedded.filesystemIsOwn ? "own ext4" : "the host's"
        }
        return Fingerprint(engine: engine, host: HostFingerprint.collect(stateDirectory: state))
    }
}
