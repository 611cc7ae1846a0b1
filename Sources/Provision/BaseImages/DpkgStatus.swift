/// dpkg's status file: what is installed in an image.
struct DpkgStatus: Sendable {
    /// The installed packages as `name version`, in the file's order.
    let installed: [String]

    /// Reads the file; stanzas of packages that are not installed are passed over.
    init(text: String) {
        var installed: [String] = []
        for stanza in text.split(separator: "\n\n") {
            var fields: [Substring: Substring] = [:]
            for line in stanza.split(separator: "\n") where !line.hasPrefix(" ") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
            }
            guard let name = fields["Package"], let version = fields["Version"],
                fields["Status"]?.hasSuffix(" installed") == true
            else { continue }
            installed.append("\(name) \(version)")
        }
        self.installed = installed
    }
}
