import Model

/// The index files of a flat repository, made so that the same packages give the same bytes.
enum AptIndex {
    /// The stanzas of a `Packages` file in the order of their text: directories are read in any order.
    static func sorted(_ packages: String) -> String {
        packages.split(separator: "\n\n").map { $0.drop { $0 == "\n" } }.filter { !$0.isEmpty }
            .map { $0.hasSuffix("\n") ? String($0) : $0 + "\n" }.sorted().joined(separator: "\n")
    }

    /// The packages of a `Packages` file, as `name version`.
    static func contents(_ packages: String) -> [String] {
        packages.split(separator: "\n\n").compactMap { stanza in
            func field(_ name: String) -> Substring? {
                stanza.split(separator: "\n").first { $0.hasPrefix("\(name): ") }?.dropFirst(name.count + 2)
            }
            guard let name = field("Package"), let version = field("Version") else { return nil }
            return "\(name) \(version)"
        }
    }

    /// The `Release` file: without one apt tries every compression in turn.
    static func release(_ files: [(name: String, bytes: [UInt8])]) -> String {
        var lines = [
            "Origin: Plimsoll", "Label: Plimsoll", "Codename: \(DebianRelease.codename)",
            "Architectures: \(DebianRelease.architecture)", "Date: Sat, 10 Jun 2023 00:00:00 UTC", "SHA256:",
        ]
        lines += files.map { " \(Digest.sha256($0.bytes)) \($0.bytes.count) \($0.name)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
