/// A package's file, as apt announces it before it downloads.
struct AptFile: Sendable, Hashable {
    /// What apt calls it in its archive: `NAME_VERSION_ARCHITECTURE.deb`, colons escaped.
    let name: String
    /// Its size, in bytes.
    let bytes: Int

    /// Reads a line of `apt-get --print-uris`: `'ADDRESS' NAME SIZE HASH`; nil for anything else.
    init?(line: String) {
        let fields = line.split(separator: " ")
        guard fields.count >= 3, fields[0].hasPrefix("'"), fields[1].hasSuffix(".deb"), let bytes = Int(fields[2])
        else {
            return nil
        }
        name = String(fields[1])
        self.bytes = bytes
    }
}
