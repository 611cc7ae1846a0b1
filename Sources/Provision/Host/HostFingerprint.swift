import Foundation

/// What a run's figures depend on in its host. Names no host and no path.
public enum HostFingerprint {
    /// `kernel`, `processor`, `cores`, `memory_bytes`, `distribution`, `cgroup_version` and `state_filesystem` (the type of the
    /// filesystem that holds the state directory); what cannot be told is left out.
    public static func collect(stateDirectory: String) -> [String: String] {
        collect(stateDirectory: stateDirectory, sources: HostSources())
    }

    static func collect(stateDirectory: String, sources: HostSources) -> [String: String] {
        let facts = HostFacts(sources: sources)
        let directory = URL(fileURLWithPath: stateDirectory).standardizedFileURL.resolvingSymlinksInPath().path
        let found: [String: String?] = [
            "kernel": facts.kernel,
            "processor": facts.processor,
            "cores": facts.cores > 0 ? "\(facts.cores)" : nil,
            "memory_bytes": facts.memory.map(String.init),
            "distribution": facts.distribution,
            "cgroup_version": facts.cgroupVersion.map(String.init),
            "state_filesystem": facts.mounts.type(holding: directory),
        ]
        return found.compactMapValues { $0 }
    }
}
