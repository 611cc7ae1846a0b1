import Foundation
import Model

enum EngineRequirements {
    /// Least free space for starting an engine, in bytes.
    static let leastSpace = 2 << 30

    private static let packages = [
        "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux", "unshare": "util-linux",
        "setsid": "util-linux", "losetup": "mount", "mkfs.ext4": "e2fsprogs",
    ]
    /// What the host's own dockerd needs besides.
    private static let hostPackages = ["containerd": "containerd", "runc": "runc"]
    /// What the engine of a suite needs besides.
    private static let suitePackages = ["flock": "util-linux", "pivot_root": "util-linux"]

    static func check(
        _ options: EmbeddedEngineOptions, user: uid_t = geteuid(), find: (String) -> String? = Tool.find
    ) throws(EmbeddedEngineError) {
        guard user == 0 else {
            throw EmbeddedEngineError(
                .notRoot,
                "The embedded engine needs root: run with sudo, or use a running engine: "
                    + "--engine unix:///var/run/docker.sock")
        }
        guard options.source == .host else {
            let all = packages.merging(suitePackages) { $1 }
            return try require(all, for: "an engine of a suite", find)
        }
        let all = packages.merging(hostPackages) { $1 }
        try require(options.dockerd, of: "docker.io", and: all, for: "the embedded engine", find)
    }

    /// Checks that programs are installed: one with its package, then others with theirs in alphabetical order.
    static func require(
        _ program: String, of package: String, and packages: [String: String], for what: String,
        _ find: (String) -> String?
    ) throws(EmbeddedEngineError) {
        guard find(program) != nil else {
            throw EmbeddedEngineError(.missingProgram, "\(program) is not installed: apt-get install \(package)")
        }
        try require(packages, for: what, find)
    }

    private static func require(
        _ packages: [String: String], for what: String, _ find: (String) -> String?
    ) throws(EmbeddedEngineError) {
        for (program, package) in packages.sorted(by: { $0.key < $1.key }) where find(program) == nil {
            throw EmbeddedEngineError(
                .missingProgram, "\(program), which \(what) needs, is not installed: apt-get install \(package)")
        }
    }

    /// Judges the free space for the state directory; returns a warning if the engine's disk could outgrow it.
    static func judge(free: Int, diskBytes: Int, directory: String) throws(EmbeddedEngineError) -> String? {
        guard free >= leastSpace else {
            throw EmbeddedEngineError(
                .noSpace,
                "Only \(free >> 20) MiB are free for \(directory), and an engine needs 2048 MiB: free some, or put the "
                    + "state elsewhere.")
        }
        guard free < diskBytes else { return nil }
        return "the engine's disk of \(diskBytes >> 20) MiB is larger than the \(free >> 20) MiB that are free: "
            + "a full host looks like a failing disk to builds"
    }
}

enum RegistryRequirements {
    /// Least free space for starting a registry, in bytes.
    static let leastSpace = 256 << 20

    private static let packages = [
        "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux", "unshare": "util-linux",
        "setsid": "util-linux",
    ]

    static func check(
        _ options: EmbeddedRegistryOptions, user: uid_t = geteuid(), find: (String) -> String? = Tool.find
    ) throws(EmbeddedEngineError) {
        guard user == 0 else {
            throw EmbeddedEngineError(.notRoot, "The registry needs root, for namespaces of its own: run with sudo.")
        }
        try EngineRequirements.require(
            options.program, of: "docker-registry", and: packages, for: "the registry", find)
    }

    static func check(storage: String, free: Int) throws(EmbeddedEngineError) {
        guard free >= leastSpace else {
            throw EmbeddedEngineError(
                .noSpace,
                "Only \(free >> 20) MiB are free for \(storage), and a registry needs \(leastSpace >> 20) MiB: free some, "
                    + "or put its storage elsewhere.")
        }
    }
}
