import Model

/// A server of gems as files: the compact index that Bundler reads, and the gems.
///
/// Format: the guide to the compact index of RubyGems (`versions`, `info/NAME`, MD5 of each `info`, SHA-256 of each gem). The
/// web server's own `ETag` is not the MD5 that Bundler 2.3 compares it with, and would be taken for damage: so all of it is handed
/// out by a script, which sends none.
struct GemIndex {
    let packages: GeneratedPackages

    /// Hands out a file below `/srv/gem`, without an `ETag`.
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
        files.append(
            PackedFile(
                path: "gem/names", text: "---\n" + packages.byName.map { "\($0.name)\n" }.joined()))
        return files
    }
}
