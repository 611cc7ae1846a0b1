/// The user as whom an image's command runs. It is read as the engine does, from the image's `/etc/passwd` and `/etc/group`.
struct DirectUser: Equatable, Sendable {
    var user: UInt32
    var group: UInt32
    /// The other groups that it belongs to.
    var others: [UInt32]
    var home: String

    /// Reads a `USER`: empty, or a name or number, and where it says so a group's name or number after a colon.
    ///
    /// - Throws: `DirectRunError` when it names a user or group that the image does not have.
    init(_ text: String, passwd: String, group groups: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts.first.flatMap { $0.isEmpty ? nil : $0 } ?? "0"
        let groupName = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        let accounts = Self.fields(passwd, atLeast: 4)
        let account = accounts.first { $0[0] == name || (UInt32(name) != nil && $0[2] == name) }
        guard let user = account.flatMap({ UInt32($0[2]) }) ?? UInt32(name) else {
            throw DirectRunError(message: "the image's /etc/passwd has no user \(name)")
        }
        self.user = user
        group = account.flatMap { UInt32($0[3]) } ?? 0
        home = account.flatMap { $0.count > 5 && !$0[5].isEmpty ? $0[5] : nil } ?? "/"
        others = []
        let lines = Self.fields(groups, atLeast: 3)
        if let groupName {
            let found = lines.first { $0[0] == groupName || (UInt32(groupName) != nil && $0[2] == groupName) }
            guard let number = found.flatMap({ UInt32($0[2]) }) ?? UInt32(groupName) else {
                throw DirectRunError(message: "the image's /etc/group has no group \(groupName)")
            }
            group = number
        } else if let account {
            others = lines.compactMap { line in
                let members = line.count > 3 ? line[3].split(separator: ",").map(String.init) : []
                return members.contains(account[0]) ? UInt32(line[2]) : nil
            }
        }
    }

    private static func fields(_ text: String, atLeast count: Int) -> [[String]] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            return fields.count >= count && !line.hasPrefix("#") ? fields : nil
        }
    }
}
