/// The host as an engine sees it from outside. Tests put a network namespace of theirs in its place.
struct HostSide: Codable, Sendable, Equatable {
    /// Where sockets are, and what all engines on the host must agree on. Short, as socket paths have at most 107 bytes.
    var runDirectory = "/run/plimsoll"
    /// The network namespace that plays the host's; nil for the one that this process is in.
    var networkNamespace: String?
    /// Whether loop devices are to be had; nil to find out.
    var hasLoopDevices: Bool?

    /// The directory that only root may enter, which holds an engine's socket.
    func sockets(_ name: String) -> String { "\(runDirectory)/\(name)" }
    /// An engine's socket.
    func socket(_ name: String) -> String { "\(sockets(name))/docker.sock" }
    /// What an engine has taken.
    func claim(_ name: String) -> String { "\(sockets(name))/claim.json" }
    /// How the host was before the first engine.
    var baseline: String { "\(runDirectory)/baseline.json" }
    /// What is locked while engines are counted.
    var lock: String { "\(runDirectory)/lock" }

    /// Puts a command into the network namespace that plays the host's.
    func command(_ words: [String]) -> [String] {
        networkNamespace.map { ["nsenter", "--net=\($0)"] + words } ?? words
    }
}
