import Model

/// One gem: a tar of its specification, its files and their checksums, each compressed.
///
/// Format: what `gem build` of RubyGems 3.3 writes.
struct GemFile {
    private let package: GeneratedPackage

    init(_ package: GeneratedPackage) {
        self.package = package
    }

    func bytes() throws -> [UInt8] {
        var text = GeneratedText(comment: "#", seed: package.seed)
        let contents = text.files { "lib/\(package.name)/part\($0).rb" }
        var parts = [
            PackedFile(
                path: "metadata.gz", bytes: try ArchiveBytes.gzipped(Array(specification(contents.map(\.path)).utf8))),
            PackedFile(path: "data.tar.gz", bytes: try ArchiveBytes.pack(contents, as: .gzippedTar)),
        ]
        parts.append(
            PackedFile(path: "checksums.yaml.gz", bytes: try ArchiveBytes.gzipped(Array(checksums(of: parts).utf8))))
        return try ArchiveBytes.pack(parts, as: .tar)
    }

    private func checksums(of parts: [PackedFile]) -> String {
        let lines256 = parts.map { "  \($0.path): \(Digest.sha256($0.bytes))\n" }.joined()
        let lines512 = parts.map { "  \($0.path): \(Digest.hexadecimal(.sha512, of: $0.bytes))\n" }.joined()
        return "---\nSHA256:\n\(lines256)SHA512:\n\(lines512)"
    }

    private func specification(_ files: [String]) -> String {
        """
        --- !ruby/object:Gem::Specification
        name: \(package.name)
        version: !ruby/object:Gem::Version
          version: \(package.version)
        platform: ruby
        authors:
        - Plimsoll
        bindir: bin
        cert_chain: []
        date: 2023-06-10 00:00:00.000000000 Z
        dependencies:\(package.dependencies.isEmpty ? " []" : "")
        \(package.dependencies.map(Self.dependency).joined())executables: []
        extensions: []
        extra_rdoc_files: []
        files:
        \(files.map { "- \($0)\n" }.joined())homepage: http://\(MirrorAddress.host)/
        licenses:
        - Apache-2.0
        metadata: {}
        rdoc_options: []
        require_paths:
        - lib
        required_ruby_version: !ruby/object:Gem::Requirement
        \(Self.requirement(">=", "0", indent: "  "))required_rubygems_version: !ruby/object:Gem::Requirement
        \(Self.requirement(">=", "0", indent: "  "))requirements: []
        rubygems_version: 3.3.15
        specification_version: 4
        summary: A package that was made up
        test_files: []

        """
    }

    private static func dependency(_ name: String) -> String {
        """
        - !ruby/object:Gem::Dependency
          name: \(name)
          requirement: !ruby/object:Gem::Requirement
        \(requirement("~>", "1.0", indent: "    "))  type: :runtime
          prerelease: false
          version_requirements: !ruby/object:Gem::Requirement
        \(requirement("~>", "1.0", indent: "    "))
        """
    }

    private static func requirement(_ comparison: String, _ version: String, indent: String) -> String {
        """
        \(indent)requirements:
        \(indent)- - "\(comparison)"
        \(indent)  - !ruby/object:Gem::Version
        \(indent)    version: '\(version)'

        """
    }
}
