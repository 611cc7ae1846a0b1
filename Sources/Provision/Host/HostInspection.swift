import Engine
import Foundation

package struct HostInspection: Codable, Sendable, Equatable {
    /// One entry per check, in the order of the areas.
    package let findings: [HostFinding]
    package let canRunForeign: Bool

    /// Whether the host lacks nothing that the embedded engine requires.
    package var canRunEmbedded: Bool { !findings.contains { $0.isRequired && $0.state == .lacking } }

    /// Inspects this host without changing it: trials run in namespaces that end with them. The directory need not
    /// exist.
    /// - Parameter suites: Whether to list the engines of Debian's suites too. The mirror is asked for them.
    package static func inspect(stateDirectory: String, suites: Bool = false) async -> HostInspection {
        await inspect(stateDirectory: stateDirectory, suites: suites, sources: HostSources())
    }

    static func inspect(stateDirectory: String, suites: Bool = false, sources: HostSources) async -> HostInspection {
        async let engines = suites ? sources.suiteFindings() : []
        async let kernel = sources.kernelFindings()
        async let storage = sources.storageFindings(stateDirectory)
        async let programs = sources.programFindings()
        async let network = sources.networkFindings()
        let version = sources.engineVersion(sources.dockerSocket)
        let address = "unix://\(sources.dockerSocket)"
        let engine = HostFinding(
            .engine, "host Docker", version != nil,
            found: version.map { "\($0) at \(address)" } ?? "nothing answers at \(address)",
            for: "--engine \(address)", remedy: "systemctl start docker (the embedded engine does not need it)")
        let findings = await sources.privilegeFindings() + kernel + storage + programs + network + [engine] + engines
        return HostInspection(
            findings: HostFinding.Area.allCases.flatMap { area in findings.filter { $0.area == area } },
            canRunForeign: version != nil)
    }
}

package struct HostFinding: Codable, Sendable, Equatable {
    package enum Area: String, Codable, Sendable, CaseIterable {
        case privilege, kernel, storage, engine, tools, disk, network
    }

    package enum State: String, Codable, Sendable { case fine, lacking, degraded }

    package let area: Area
    package let name: String
    package let state: State
    package let found: String
    package let neededFor: String
    /// A command that fixes it, if it needs fixing and one can.
    package let remedy: String?
    package let isRequired: Bool

    /// What is not fine is lacking if it is required, and degraded otherwise.
    init(
        _ area: Area, _ name: String, _ isFine: Bool, found: String, for neededFor: String, remedy: String,
        isRequired: Bool = false, isDegraded: Bool = false
    ) {
        (self.area, self.name, self.found, self.neededFor) = (area, name, found, neededFor)
        state = isFine ? .fine : isRequired && !isDegraded ? .lacking : .degraded
        self.remedy = state == .fine ? nil : remedy
        self.isRequired = isRequired
    }
}

/// Where an inspection gets its facts: the host, or a test's replacement.
struct HostSources: Sendable {
    /// The prefix of `/proc`, `/sys`, `/dev`, `/etc` and `/lib`.
    var root = ""
    var user = geteuid()
    var dockerSocket = "/var/run/docker.sock"
    var find: @Sendable (_ name: String) -> [String] = Self.programs
    var run: @Sendable (_ words: [String]) async -> Tool.Result = { await Tool.attempt($0) }
    var usage: @Sendable (_ path: String) -> FilesystemUsage? = { FilesystemUsage(path: $0) }
    var engineVersion: @Sendable (_ socket: String) -> String? = { EngineProbe.version($0) }
    var buildx: @Sendable () async -> BuildxProgram? = { try? await BuildxProgram.find() }
    func text(_ path: String) -> String? { HostFiles.text(root + path) }

    func line(_ path: String) -> String? {
        text(path)?.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// The value after `KEY` and a separator, in a file of such lines.
    func value(_ key: String, in path: String, separator: Character = ":") -> String? {
        for line in text(path)?.split(separator: "\n") ?? [] {
            let sides = line.split(separator: separator, maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if sides.count == 2, sides[0] == key { return sides[1] }
        }
        return nil
    }

    private static func programs(_ name: String) -> [String] {
        var seen: Set<String> = []
        return Tool.path.split(separator: ":").map { "\($0)/\(name)" }.filter {
            access($0, X_OK) == 0 && seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted
        }
    }
}

extension HostSources {
    var kernel: String? { line("/proc/sys/kernel/osrelease") }
    var distribution: String? {
        value("PRETTY_NAME", in: "/etc/os-release", separator: "=")?
            .trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }
    var processor: String? {
        ["model name", "Model", "cpu model", "Hardware"].lazy.compactMap { value($0, in: "/proc/cpuinfo") }
            .first
    }
    var cores: Int {
        (text("/proc/cpuinfo") ?? "").split(separator: "\n")
            .count { $0.hasPrefix("processor") && $0.dropFirst(9).first.map { "\t :".contains($0) } ?? false }
    }
    /// Memory in bytes.
    var memory: Int? {
        value("MemTotal", in: "/proc/meminfo")?.split(separator: " ").first.flatMap { Int($0) }.map { $0 << 10 }
    }
    var mounts: MountTable { MountTable(text: text("/proc/self/mountinfo") ?? "") }

    /// 1 if any controller is mounted as version 1, otherwise 2; nil without cgroups.
    var cgroupVersion: Int? {
        let types = mounts.entries.filter { $0.point.hasPrefix("/sys/fs/cgroup") }.map(\.type)
        return types.contains("cgroup") ? 1 : types.contains("cgroup2") ? 2 : nil
    }

    var controllers: Set<String> {
        if cgroupVersion == 2 {
            return Set((line("/sys/fs/cgroup/cgroup.controllers") ?? "").split(separator: " ").map(String.init))
        }
        let points = mounts.entries.filter { $0.type == "cgroup" }.map(\.point)
        return Set(points.flatMap { ($0.split(separator: "/").last ?? "").split(separator: ",").map(String.init) })
    }
}

/// The host's properties that a run's figures depend on. Names no host and no path.
package enum HostFingerprint {
    /// `kernel`, `processor`, `cores`, `memory_bytes`, `distribution`, `cgroup_version` and `state_filesystem` (the
    /// type of the filesystem that holds the state directory); unknown values are left out.
    package static func collect(stateDirectory: String) -> [String: String] {
        collect(stateDirectory: stateDirectory, sources: HostSources())
    }

    static func collect(stateDirectory: String, sources: HostSources) -> [String: String] {
        let found: [String: String?] = [
            "kernel": sources.kernel, "processor": sources.processor,
            "cores": sources.cores > 0 ? "\(sources.cores)" : nil,
            "memory_bytes": sources.memory.map(String.init), "distribution": sources.distribution,
            "cgroup_version": sources.cgroupVersion.map(String.init),
            "state_filesystem": sources.mounts.type(holding: HostFiles.resolved(stateDirectory)),
        ]
        return found.compactMapValues { $0 }
    }
}
