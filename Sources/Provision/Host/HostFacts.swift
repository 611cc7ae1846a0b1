import Foundation

/// Facts of the machine that more than one part asks for.
struct HostFacts: Sendable {
    let sources: HostSources

    /// The kernel's release.
    var kernel: String? { sources.line("/proc/sys/kernel/osrelease") }
    /// The distribution's name and version.
    var distribution: String? {
        sources.value("PRETTY_NAME", in: "/etc/os-release", separator: "=")?
            .trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }
    /// The processor's model.
    var processor: String? {
        ["model name", "Model", "cpu model", "Hardware"].lazy.compactMap { sources.value($0, in: "/proc/cpuinfo") }
            .first
    }
    /// Processors that are on.
    var cores: Int {
        (sources.text("/proc/cpuinfo") ?? "").split(separator: "\n")
            .count { $0.hasPrefix("processor") && $0.dropFirst(9).first.map { "\t :".contains($0) } ?? false }
    }
    /// Memory in bytes.
    var memory: Int? {
        sources.value("MemTotal", in: "/proc/meminfo")?.split(separator: " ").first.flatMap { Int($0) }.map { $0 << 10 }
    }
    /// Mounts as this process sees them.
    var mounts: MountTable { MountTable(text: sources.text("/proc/self/mountinfo") ?? "") }

    /// Version 2 where it is mounted alone, 1 where any controller is mounted apart; nil without cgroups.
    var cgroupVersion: Int? {
        let types = mounts.entries.filter { $0.point.hasPrefix("/sys/fs/cgroup") }.map(\.type)
        return types.contains("cgroup") ? 1 : types.contains("cgroup2") ? 2 : nil
    }

    /// The controllers that containers can be limited by.
    var controllers: Set<String> {
        if cgroupVersion == 2 {
            return Set((sources.line("/sys/fs/cgroup/cgroup.controllers") ?? "").split(separator: " ").map(String.init))
        }
        let points = mounts.entries.filter { $0.type == "cgroup" }.map(\.point)
        return Set(points.flatMap { ($0.split(separator: "/").last ?? "").split(separator: ",").map(String.init) })
    }
}
