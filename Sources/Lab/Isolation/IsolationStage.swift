import Engine

/// What runs the job's container, and what that may do.
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

/// What `hardening: hardened` asks of an engine for a job's container. Limits that the workload names stand.
enum HardenedProfile {
    /// Memory, in bytes; no swap space beside it.
    static let memory = 512 << 20
    /// Processors, in billionths.
    static let nanoCPUs = 1_000_000_000
    /// Processes and threads.
    static let processes = 256
    /// What may be written, in memory: a root that is read-only leaves a job without a place for its temporary files.
    static let writable = ["/tmp": "rw,nosuid,nodev,noexec,size=64m"]

    /// Hardens a container. It still runs as the image's user: root without any capability, where the image names no other.
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
    /// The limits as the probes read them out of their environment: a container does not always see its own.
    var limitsText: String {
        let limits = [
            memory.map { "memory=\($0)" }, nanoCPUs.map { "processors=\(Double($0) / 1e9)" },
            pidsLimit.map { "processes=\($0)" },
        ]
        return limits.compactMap { $0 }.joined(separator: ",")
    }
}
