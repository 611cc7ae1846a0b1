import Foundation
import Model

enum EngineRequirements {
    /// Least free space for starting an engine, in bytes.
    static let leastSpace = 2 << 30

    private static let packages = [
        "containerd": "containerd", "runc": "runc", "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux",
        "unshare": "util-linux", "setsid": "util-linux", "losetup": "mount", "mkfs.ext4": "e2fsprogs",
    ]

    /// Checks privilege and programs.
    /// - Throws: `notRoot`, `missingProgram`; the message says how to fix it.
    static func check(
        _ options: EmbeddedEngineOptions, user: uid_t = geteuid(), find: (String) -> String? = Tool.find
    ) throws(EmbeddedEngineError) {
        guard user == 0 else {
            throw EmbeddedEngineError(
                .notRoot,
                "The embedded engine needs root: run with sudo, or use an engine that runs: "
                    + "--engine unix:///var/run/docker.sock")
        }
        guard find(options.dockerd) != nil else {
            throw EmbeddedEngineError(.missingProgram, "\(options.dockerd) is not installed: apt-get install docker.io")
        }
        try require(packages, for: "the embedded engine", find)
    }

    /// Checks that programs are installed.
    /// - Parameter packages: The Debian package of each program.
    /// - Throws: `missingProgram` for the first missing one, in alphabetical order.
    static func require(
        _ packages: [String: String], for what: String, _ find: (String) -> String?
    ) throws(EmbeddedEngineError) {
        for (program, package) in packages.sorted(by: { $0.key < $1.key }) where find(program) == nil {
            throw EmbeddedEngineError(
                .missingProgram, "\(program), which \(what) needs, is not installed: apt-get install \(package)")
        }
    }

    /// Judges the free space of the state directory's filesystem.
    /// - Returns: A warning if the engine's disk could grow beyond the free space.
    /// - Throws: `noSpace` under 2 GiB.
    static func judge(free: Int, diskBytes: Int, directory: String) throws(EmbeddedEngineError) -> String? {
        guard free >= leastSpace else {
            throw EmbeddedEngineError(
                .noSpace,
                "Only \(mebibytes(free)) MiB are free for \(directory), and an engine needs 2048 MiB: make room, or put the "
                    + "state elsewhere.")
        }
        guard free < diskBytes else { return nil }
        return
            "the engine's disk of \(mebibytes(diskBytes)) MiB is larger than the \(mebibytes(free)) MiB that are free: "
            + "a full host looks like a failing disk to builds"
    }

    /// Free bytes of the filesystem that holds a directory; 0 if it cannot be read.
    static func free(_ directory: String) -> Int { FilesystemUsage(path: directory)?.free ?? 0 }

    private static func mebibytes(_ bytes: Int) -> Int { bytes >> 20 }
}
