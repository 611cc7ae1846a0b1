import Model

/// A server of gems as files: the compact index that Bundler reads (`versions`, `info/NAME`, MD5 of each `info`,
/// SHA-256 of each gem; the guide to RubyGems' compact index), and the gems.
///
/// Bundler 2.3 compares the `ETag` with the MD5. The web server's own `ETag` is not that MD5, so Bundler would see
/// damage. A script that sends none therefore serves all files.
struct GemIndex {
    let packages: GeneratedPackages

    /// Serves a file below `/srv/gem`, without an `ETag`.
    private static let script = """
        #!/bin/busybox sh
        file="/srv/gem$PATH_INFO"
        if [ -f "$file" ]; then
          printf 'Content-Type: application/octet-stream\\r\\n\\r\\n'
          exec /bin/busybox cat "$file"
        fi
        printf 'Status: 404 Not Found\\r\\nContent-Type: text/plain\\r\\n\\r\\n%s is not here\\n' "$PATH_INFO"

        """

    func files() throws -> [PackedFile] {
        var files = [PackedFile(path: "cgi-bin/gem", text: Self.script)]
        var versions = "created_at: 2023-06-10T00:00:00Z\n---\n"
        for (name, all) in packages.byName {
            var info = "---\n"
            for package in all {
                let gem = try GemFile(package).bytes()
                files.append(PackedFile(path: "gem/gems/\(name)-\(package.version).gem", bytes: gem))
                let dependencies = package.dependencies.map { "\($0):~> 1.0" }.joined(separator: ",")
                info += "\(package.version) \(dependencies)|checksum:\(Digest.sha256(gem))\n"
            }
            files.append(PackedFile(path: "gem/info/\(name)", text: info))
            let digest = Digest.hexadecimal(.md5, of: Array(info.utf8))
            versions += "\(name) \(all.map(\.version).joined(separator: ",")) \(digest)\n"
        }
        files.append(PackedFile(path: "gem/versions", text: versions))
        files.append(PackedFile(path: "gem/names", text: "---\n" + packages.byName.map { "\($0.name)\n" }.joined()))
        return files
    }
}

/// One gem, as `gem build` of RubyGems 3.3 writes it: a tar of its specification, its files and their checksums, each
/// compressed.
struct GemFile {
    private let package: GeneratedPackage

    init(_ package: GeneratedPackage) { self.package = package }

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
        let short = parts.map { "  \($0.path): \(Digest.sha256($0.bytes))\n" }.joined()
        let long = parts.map { "  \($0.path): \(Digest.hexadecimal(.sha512, of: $0.bytes))\n" }.joined()
        return "---\nSHA256:\n\(short)SHA512:\n\(long)"
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
