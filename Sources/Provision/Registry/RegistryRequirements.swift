import Foundation

/// What must be there before a registry is begun.
enum RegistryRequirements {
    /// Free space under which no registry is begun, in bytes.
    static let leastSpace = 256 << 20

    private static let packages = [
        "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux", "unshare": "util-linux",
        "setsid": "util-linux",
    ]

    /// Checks privilege and programs.
    ///
    /// - Throws: `notRoot`, `missingProgram`; the message says what mends it.
    static func check(
        _ options: EmbeddedRegistryOptions, user: uid_t = geteuid(), find: (String) -> String? = Tool.find
    ) throws(EmbeddedEngineError) {
        guard user == 0 else {
            throw EmbeddedEngineError(.notRoot, "The registry needs root, for namespaces of its own: run with sudo.")
        }
        guard find(options.program) != nil else {
            throw EmbeddedEngineError(
                .missingProgram, "\(options.program) is not installed: apt-get install docker-registry")
        }
        try EngineRequirements.require(packages, for: "the registry", find)
    }

    /// Checks the free space where a registry keeps what is pushed.
    ///
    /// - Throws: `noSpace` under 256 MiB.
    static func check(storage: String, free: Int) throws(EmbeddedEngineError) {
        guard free >= leastSpace else {
            throw EmbeddedEngineError(
                .noSpace,
                "Only \(free >> 20) MiB are free for \(storage), and a registry needs \(leastSpace >> 20) MiB: make room, "
                    + "or put its storage elsewhere.")
        }
    }
}
