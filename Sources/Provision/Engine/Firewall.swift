/// The host's firewall rules for an engine. Every rule carries the engine's scoped name as its comment.
enum Firewall {
    /// A rule as `iptables-save` prints it.
    struct Rule: Sendable, Equatable, CustomStringConvertible {
        let table: String
        /// Its words, beginning with `-A CHAIN`.
        let words: [String]

        var deletion: [String] { ["iptables", "-w", "10", "-t", table, "-D"] + words.dropFirst() }
        var comment: String? { zip(words, words.dropFirst()).first { $0.0 == "--comment" }?.1 }
        func isCommented(_ comment: String) -> Bool { self.comment == comment }
        var description: String { "\(table) \(words.joined(separator: " "))" }
    }

    /// Masquerades packets from the engine's end of the pair; accepts them too where the host filters forwarding.
    static func allow(_ names: PartNames, _ addresses: EngineAddresses, _ host: HostSide) async throws {
        let comment = ["-m", "comment", "--comment", names.scoped]
        let before = await Tool.attempt(host.command(["iptables-save", "-t", "filter"])).output
        try await iptables(
            host,
            ["-t", "nat", "-A", "POSTROUTING", "-s", "\(addresses.link)", "!", "-o", names.interface] + comment
                + ["-j", "MASQUERADE"])
        guard filtersForwarding(before) else { return }
        let answers = ["-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED"]
        try await iptables(host, ["-I", "FORWARD", "1", "-o", names.interface] + answers + comment + ["-j", "ACCEPT"])
        try await iptables(host, ["-I", "FORWARD", "1", "-i", names.interface] + comment + ["-j", "ACCEPT"])
    }

    static func forget(_ names: PartNames, _ host: HostSide) async {
        for rule in await rules(names, host) { _ = await Tool.attempt(host.command(rule.deletion)) }
    }

    static func rules(_ names: PartNames, _ host: HostSide) async -> [Rule] {
        await all(host).filter { $0.isCommented(names.scoped) }
    }

    static func all(_ host: HostSide) async -> [Rule] {
        parse(await Tool.attempt(host.command(["iptables-save"])).output)
    }

    /// Whether any rule exists that forwards or rewrites packets.
    static func isUsed(_ host: HostSide) async -> Bool {
        await all(host).contains { ["FORWARD", "POSTROUTING", "PREROUTING"].contains($0.words.dropFirst().first) }
    }

    static func parse(_ text: String) -> [Rule] {
        var table = ""
        var rules: [Rule] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("*") { table = String(line.dropFirst()) }
            guard line.hasPrefix("-A ") else { continue }
            rules.append(Rule(table: table, words: words(line)))
        }
        return rules
    }

    /// Whether forwarded packets may be dropped, according to the output of `iptables-save -t filter`.
    static func filtersForwarding(_ text: String) -> Bool {
        text.split(separator: "\n").contains {
            $0.hasPrefix("-A FORWARD ") || ($0.hasPrefix(":FORWARD ") && !$0.hasPrefix(":FORWARD ACCEPT"))
        }
    }

    private static func iptables(_ host: HostSide, _ words: [String]) async throws {
        try await Tool.require(host.command(["iptables", "-w", "10"] + words))
    }

    /// Words are separated by spaces; a comment with spaces is in double quotes.
    private static func words(_ line: Substring) -> [String] {
        line.matches(of: /(?:"[^"]*(?:"|$)|[^ "])+/).map { String($0.output.filter { $0 != "\"" }) }
    }
}
