import Foundation
import Model

/// A registry of npm as files: a packument for each package, and under `-` the tarballs that it names.
///
/// Format: npm's registry documentation, "package metadata"; `integrity` as in Subresource Integrity: `sha512-` and base64.
struct NpmIndex {
    /// A package's metadata.
    private struct Packument: Encodable {
        let name: String
        let distTags: [String: String]
        let versions: [String: Version]

        enum CodingKeys: String, CodingKey {
            case name, versions
            case distTags = "dist-tags"
        }
    }

    /// A version's, which is also the package's own `package.json`.
    private struct Version: Encodable {
        struct Distribution: Encodable {
            let tarball: String
            let shasum: String
            let integrity: String
        }

        let name: String
        let version: String
        let license = "Apache-2.0"
        let main = "index.js"
        let dependencies: [String: String]
        var dist: Distribution?
    }

    let packages: GeneratedPackages

    func files() throws -> [PackedFile] {
        try packages.byName.flatMap { name, versions in
            var files: [PackedFile] = []
            var described: [String: Version] = [:]
            for package in versions {
                let tarball = "-/\(name)-\(package.version).tgz"
                let bytes = try ArchiveBytes.pack(try contents(of: package), as: .gzippedTar)
                files.append(PackedFile(path: "npm/\(tarball)", bytes: bytes))
                var version = Self.version(of: package)
                version.dist = Version.Distribution(
                    tarball: "http://\(MirrorAddress.host)/npm/\(tarball)",
                    shasum: Digest.hexadecimal(.sha1, of: bytes),
                    integrity: "sha512-" + Data(Digest.bytes(.sha512, of: bytes)).base64EncodedString())
                described[package.version] = version
            }
            let packument = Packument(
                name: name, distTags: ["latest": versions.last?.version ?? ""], versions: described)
            return files + [PackedFile(path: "npm/\(name)", bytes: try IndexText.json(packument))]
        }
    }

    private func contents(of package: GeneratedPackage) throws -> [PackedFile] {
        var text = GeneratedText(comment: "//", seed: package.seed)
        return [
            PackedFile(path: "package/package.json", bytes: try IndexText.json(Self.version(of: package))),
            PackedFile(path: "package/index.js", text: "exports.version = '\(package.version)';\n"),
        ] + text.files { "package/lib/part\($0).js" }
    }

    private static func version(of package: GeneratedPackage) -> Version {
        Version(
            name: package.name, version: package.version,
            dependencies: Dictionary(uniqueKeysWithValues: package.dependencies.map { ($0, "^1.0.0") }))
    }
}
