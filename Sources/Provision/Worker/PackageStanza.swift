/// What a package says of itself, in dpkg's status file or as `apt-cache show` prints it.
struct PackageStanza: Sendable, Equatable {
    /// Its name.
    let name: String
    /// Its version.
    let version: String
    /// What it takes when it is installed, in bytes: Debian's `Installed-Size`, which counts KiB and is an estimate (Debian Policy,
    /// 5.6.20).
    let bytes: Int
    /// dpkg's word for its state; nil outside a status file.
    let status: String?

    /// The stanzas of a text; what lacks a name, version or size is passed over.
    static func all(in text: String) -> [PackageStanza] {
        text.split(separator: "\n\n").compactMap { stanza in
            var fields: [Substring: String] = [:]
            for line in stanza.split(separator: "\n") where !line.hasPrefix(" ") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[line[..<colon]] = String(line[line.index(after: colon)...].drop { $0 == " " })
            }
            guard let name = fields["Package"], let version = fields["Version"],
                let kibibytes = fields["Installed-Size"].flatMap({ Int($0) })
            else { return nil }
            return PackageStanza(name: name, version: version, bytes: kibibytes << 10, status: fields["Status"])
        }
    }

    /// Those of a status file that are installed.
    static func installed(in text: String) -> [PackageStanza] {
        all(in: text).filter { $0.status?.hasSuffix(" installed") == true }
    }
}
