/// The three files that an engine gives each container, for a run without one.
struct DirectFiles: Sendable {
    /// The host name that the command sees.
    let hostName: String
    /// `name:address` entries, as for the package mirror.
    let extraHosts: [String]
    /// Whether the command runs in the engine's network, where the host's own loopback addresses answer nothing.
    let inEngineNetwork: Bool

    /// The files by their paths.
    ///
    /// - Parameter resolver: the host's `/etc/resolv.conf`.
    func all(resolver: String) -> [(path: String, text: String)] {
        [
            ("/etc/hosts", hosts), ("/etc/hostname", hostName + "\n"),
            ("/etc/resolv.conf", inEngineNetwork ? Self.reachable(resolver) : resolver),
        ]
    }

    private var hosts: String {
        let fixed = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters

            """
        let extra = extraHosts.compactMap { entry -> String? in
            guard let colon = entry.firstIndex(of: ":") else { return nil }
            return "\(entry[entry.index(after: colon)...])\t\(entry[..<colon])\n"
        }
        return fixed + extra.joined() + "127.0.1.1\t\(hostName)\n"
    }

    /// Without the resolvers on the loopback interface, as Docker gives it to containers.
    static func reachable(_ resolver: String) -> String {
        let lines = resolver.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return
                !(words.first == "nameserver" && words.count > 1 && (words[1].hasPrefix("127.") || words[1] == "::1"))
        }
        return lines.joined(separator: "\n")
    }
}
