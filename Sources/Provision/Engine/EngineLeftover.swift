/// Something on the host that belongs to an engine.
public struct EngineLeftover: Codable, Sendable, Hashable, CustomStringConvertible {
    /// What sort of thing it is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A living process.
        case process
        /// A mount that the host sees.
        case mount
        /// A loop device.
        case loopDevice = "loop_device"
        /// A network interface.
        case interface
        /// A named network namespace.
        case namespace
        /// A rule in the host's firewall.
        case firewallRule = "firewall_rule"
        /// A cgroup directory.
        case cgroup
        /// A file or directory.
        case file
    }

    /// What sort of thing it is.
    public let kind: Kind
    /// Which one: a pid and its command, a path, a name, a rule.
    public let object: String

    /// Kind and object.
    public var description: String { "\(kind.rawValue) \(object)" }
}
