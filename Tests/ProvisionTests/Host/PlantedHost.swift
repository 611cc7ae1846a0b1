import Foundation

@testable import Engine
@testable import Provision

/// A host of planted files and programs, good in everything until told otherwise.
struct PlantedHost {
    let root: String
    /// Commands whose words, joined by spaces, contain one of these fail.
    var failing: [String] = []
    /// Programs that are not installed.
    var missing: Set<String> = ["podman", "runsc", "buildx"]
    /// Where there is more than one program of a name.
    var several: [String: [String]] = [:]
    var user: uid_t = 0
    var free = 100 << 30
    var engine: String?

    init(_ root: String) throws {
        self.root = root
        try plant("6.1.0-18-amd64\n", "/proc/sys/kernel/osrelease")
        for name in ["net", "mnt", "pid"] { try plant("", "/proc/self/ns/\(name)") }
        try plant("15000\n", "/proc/sys/user/max_user_namespaces")
        try plant("nodev\tsysfs\nnodev\toverlay\n\text4\n", "/proc/filesystems")
        try plant("some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n", "/proc/pressure/cpu")
        try plant("Name:\tplimsoll\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n", "/proc/self/status")
        try plant("1\n", "/proc/sys/net/ipv4/ip_forward")
        try plant("MemTotal:        8388608 kB\nMemFree: 1 kB\n", "/proc/meminfo")
        let processor = "processor\t: 0\nmodel name\t: Planted 9000\nprocessor_id : 7\n"
        try plant(processor + processor.replacingOccurrences(of: ": 0", with: ": 1"), "/proc/cpuinfo")
        try plant("", "/dev/loop-control")
        try plant("nameserver 192.0.2.1\n", "/etc/resolv.conf")
        try plant("  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 0\n", "/proc/net/tcp")
        try plant("NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "/etc/os-release")
        try mounts(["30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw"])
        try plant("cpuset cpu io memory pids\n", "/sys/fs/cgroup/cgroup.controllers")
    }

    func plant(_ text: String, _ path: String) throws {
        try ProvisionTests.plant(text, at: root + path)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: root + path)
    }

    func mounts(_ lines: [String]) throws {
        let text = ["24 1 8:1 / / rw - ext4 /dev/sda1 rw"] + lines
        try plant(text.joined(separator: "\n") + "\n", "/proc/self/mountinfo")
    }

    var sources: HostSources {
        let (failing, missing, several, free, engine) = (failing, missing, several, free, engine)
        return HostSources(
            root: root, user: user,
            find: { missing.contains($0) ? [] : several[$0] ?? ["/usr/bin/\($0)"] },
            run: { words in
                let isGood = !failing.contains { words.joined(separator: " ").contains($0) }
                return Tool.Result(
                    succeeded: isGood, output: isGood ? "\(words[0]) 1.2.3\nmore\n" : "",
                    complaint: isGood ? "" : "Not here.\n")
            },
            usage: { _ in FilesystemUsage(size: 200 << 30, used: 0, free: free) },
            engineVersion: { _ in engine },
            buildx: {
                missing.contains("buildx") ? nil : BuildxProgram(path: "/usr/bin/docker-buildx", version: "0.29.1")
            })
    }

    func inspect() async -> HostInspection {
        await HostInspection.inspect(stateDirectory: "/srv/.plimsoll", sources: sources)
    }
}
