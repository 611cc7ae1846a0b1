import CIsolation
import SystemPackage

/// The three files that an engine gives each container, for a run without an engine.
struct DirectFiles: Sendable {
    let hostName: String
    let extraHosts: [String]
    /// Whether the command runs in the engine's network, where nothing answers at the host's own loopback addresses.
    let inEngineNetwork: Bool

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
        resolver.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.first == "nameserver", words.count > 1 else { return true }
            return !words[1].hasPrefix("127.") && words[1] != "::1"
        }.joined(separator: "\n")
    }
}

/// A small text file in an image's unpacked tree, read as with that root: no link in it leads to the host's files.
enum DirectFile {
    private static let limit = 4 << 20

    /// Its text; empty where the file does not exist.
    static func text(_ path: String, in root: String) -> String {
        let number = isolated_open(root, path)
        guard number >= 0 else { return "" }
        let file = FileDescriptor(rawValue: number)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit, let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }),
            count > 0
        {
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The user that an image's command runs as. Read as by the engine, from the image's `/etc/passwd` and `/etc/group`.
struct DirectUser: Equatable, Sendable {
    var user: UInt32
    var group: UInt32
    var others: [UInt32]
    var home: String

    /// Reads a `USER`: empty, or a name or number, optionally followed by a colon and a group's name or number. Throws
    /// `LabError` when it names a user or group that the image does not have.
    init(_ text: String, passwd: String, group groups: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts.first.flatMap { $0.isEmpty ? nil : $0 } ?? "0"
        let account = Self.entry(name, in: Self.fields(passwd, atLeast: 4))
        guard let user = account.flatMap({ UInt32($0[2]) }) ?? UInt32(name) else {
            throw LabError("the image's /etc/passwd has no user \(name)")
        }
        self.user = user
        group = account.flatMap { UInt32($0[3]) } ?? 0
        home = account.flatMap { $0.count > 5 && !$0[5].isEmpty ? $0[5] : nil } ?? "/"
        others = []
        let lines = Self.fields(groups, atLeast: 3)
        if parts.count > 1, !parts[1].isEmpty {
            guard let number = Self.entry(parts[1], in: lines).flatMap({ UInt32($0[2]) }) ?? UInt32(parts[1]) else {
                throw LabError("the image's /etc/group has no group \(parts[1])")
            }
            group = number
        } else if let account {
            others = lines.compactMap { line in
                let members = line.count > 3 ? line[3].split(separator: ",").map(String.init) : []
                return members.contains(account[0]) ? UInt32(line[2]) : nil
            }
        }
    }

    private static func entry(_ name: String, in entries: [[String]]) -> [String]? {
        entries.first { $0[0] == name || (UInt32(name) != nil && $0[2] == name) }
    }

    private static func fields(_ text: String, atLeast count: Int) -> [[String]] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            return fields.count >= count && !line.hasPrefix("#") ? fields : nil
        }
    }
}
