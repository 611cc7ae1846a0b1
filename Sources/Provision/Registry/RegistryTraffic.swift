import Foundation

/// What passed between a registry and an engine, in bytes, as the kernel counted it on the pair of interfaces that the two
/// share with nobody: contents and all that carries them.
public struct RegistryTraffic: Codable, Sendable, Equatable {
    /// From the engine to the registry: what was pushed, and requests.
    public var received: Int
    /// From the registry to the engine: what was pulled, and answers.
    public var sent: Int

    /// Both directions.
    public var total: Int { received + sent }

    /// Counts of both directions.
    public init(received: Int, sent: Int) {
        self.received = received
        self.sent = sent
    }

    /// The counts of each interface in a process's network namespace; empty when there is no such process.
    static func ofInterfaces(process pid: Int32) -> [String: RegistryTraffic] {
        parse((try? String(contentsOfFile: "/proc/\(pid)/net/dev", encoding: .utf8)) ?? "")
    }

    /// Reads `/proc/net/dev`: a name, and sixteen counts, of which the first is bytes received, the ninth bytes sent.
    static func parse(_ text: String) -> [String: RegistryTraffic] {
        text.split(separator: "\n").reduce(into: [:]) { counts, line in
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { return }
            let fields = halves[1].split(separator: " ")
            guard fields.count >= 9, let received = Int(fields[0]), let sent = Int(fields[8]) else { return }
            counts[halves[0].trimmingCharacters(in: .whitespaces)] = RegistryTraffic(received: received, sent: sent)
        }
    }
}
