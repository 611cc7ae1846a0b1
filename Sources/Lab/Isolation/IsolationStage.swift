import Engine

struct IsolationStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {
        let configuration = job.planned.configuration
        if configuration.runtime == nil, configuration.hardening == nil { return nil }
    }

    func shape(_ container: inout ContainerSpec, of job: StagedJob) {
        container.hostConfig.runtime = job.planned.configuration.runtime?.rawValue
        if job.planned.configuration.hardening == .hardened { HardenedProfile.apply(to: &container.hostConfig) }
    }
}

/// What `hardening: hardened` requires of a job's container. Limits set by the workload take precedence.
enum HardenedProfile {
    /// Memory, in bytes, without additional swap space.
    static let memory = 512 << 20
    /// Processors, in billionths.
    static let nanoCPUs = 1_000_000_000
    static let processes = 256
    /// Writable directories, in memory: with a read-only root a job has no other place for temporary files.
    static let writable = ["/tmp": "rw,nosuid,nodev,noexec,size=64m"]

    /// Hardens a container. It still runs as the image's user, or as root without any capability.
    static func apply(to config: inout HostConfig) {
        config.memory = config.memory ?? memory
        config.memorySwap = config.memory
        config.nanoCPUs = config.nanoCPUs ?? nanoCPUs
        config.pidsLimit = config.pidsLimit ?? processes
        config.readonlyRootfs = true
        config.tmpfs = writable
        config.capDrop = ["ALL"]
        config.securityOpt = ["no-new-privileges"]
    }
}

extension HostConfig {
    /// The limits as the probes read them from their environment: a container does not always see its own.
    var limitsText: String {
        let limits = [
            memory.map { "memory=\($0)" }, nanoCPUs.map { "processors=\(Double($0) / 1e9)" },
            pidsLimit.map { "processes=\($0)" },
        ]
        return limits.compactMap { $0 }.joined(separator: ",")
    }
}
