import Foundation
import Model

/// A repository of Composer as files: `packages.json`, a metadata file for each package, and the packages as zips
/// (Composer 2's documentation, "Repositories", `metadata-url`; `shasum` is SHA-1).
struct ComposerIndex {
    let packages: GeneratedPackages

    func files() throws -> [PackedFile] {
        var files: [PackedFile] = []
        for (name, versions) in packages.byName {
            var described: [JSONFields] = []
            for package in versions {
                let path = "dist/\(name)-\(package.version).zip"
                let bytes = try ArchiveBytes.pack(try contents(of: package), as: .zip)
                files.append(PackedFile(path: "composer/\(path)", bytes: bytes))
                let digest = Digest.hexadecimal(.sha1, of: bytes)
                let address = "http://\(MirrorAddress.host)/composer/\(path)"
                let dist: JSONFields = ["type": "zip", "url": address, "reference": digest, "shasum": digest]
                described.append(Self.version(of: package, dist: dist))
            }
            let metadata: JSONFields = ["packages": [Self.fullName(name): described]]
            files.append(try PackedFile(path: "composer/p2/\(Self.fullName(name)).json", json: metadata))
        }
        let root: JSONFields = [
            "packages": [String](), "metadata-url": "/composer/p2/%package%.json",
            "available-packages": packages.byName.map { Self.fullName($0.name) },
        ]
        return try files + [PackedFile(path: "composer/packages.json", json: root)]
    }

    private func contents(of package: GeneratedPackage) throws -> [PackedFile] {
        var text = GeneratedText(comment: "//", seed: package.seed)
        return try [PackedFile(path: "composer.json", json: Self.version(of: package))]
            + text.files(named: { "src/Part\($0).php" }, head: "<?php\n")
    }

    /// The metadata of a version, which is also the package's own `composer.json`.
    private static func version(of package: GeneratedPackage, dist: JSONFields? = nil) -> JSONFields {
        let space = package.name.split(separator: "-").map(\.capitalized).joined()
        let autoload: JSONFields = ["psr-4": ["Plimsoll\\\(space)\\": "src/"]]
        return [
            "name": fullName(package.name), "version": package.version, "type": "library", "license": ["Apache-2.0"],
            "require": Dictionary(uniqueKeysWithValues: package.dependencies.map { (fullName($0), "^1.0") }),
            "autoload": autoload, "dist": dist,
        ]
    }

    /// Composer's names begin with a vendor's.
    private static func fullName(_ name: String) -> String { "plimsoll/\(name)" }
}

/// A registry of npm as files: a packument for each package, and under `-` the tarballs that it names (npm's
/// documentation, "package metadata"; `integrity` as in Subresource Integrity).
struct NpmIndex {
    let packages: GeneratedPackages

    func files() throws -> [PackedFile] {
        try packages.byName.flatMap { name, versions in
            var files: [PackedFile] = []
            var described: [String: JSONFields] = [:]
            for package in versions {
                let tarball = "-/\(name)-\(package.version).tgz"
                let bytes = try ArchiveBytes.pack(try contents(of: package), as: .gzippedTar)
                files.append(PackedFile(path: "npm/\(tarball)", bytes: bytes))
                let dist: JSONFields = [
                    "tarball": "http://\(MirrorAddress.host)/npm/\(tarball)",
                    "shasum": Digest.hexadecimal(.sha1, of: bytes),
                    "integrity": "sha512-" + Data(Digest.bytes(.sha512, of: bytes)).base64EncodedString(),
                ]
                described[package.version] = Self.version(of: package, dist: dist)
            }
            let latest = ["latest": versions.last?.version ?? ""]
            let packument: JSONFields = ["name": name, "dist-tags": latest, "versions": described]
            return try files + [PackedFile(path: "npm/\(name)", json: packument)]
        }
    }

    private func contents(of package: GeneratedPackage) throws -> [PackedFile] {
        var text = GeneratedText(comment: "//", seed: package.seed)
        return [
            try PackedFile(path: "package/package.json", json: Self.version(of: package)),
            PackedFile(path: "package/index.js", text: "exports.version = '\(package.version)';\n"),
        ] + text.files { "package/lib/part\($0).js" }
    }

    /// The metadata of a version, which is also the package's own `package.json`.
    private static func version(of package: GeneratedPackage, dist: JSONFields? = nil) -> JSONFields {
        [
            "name": package.name, "version": package.version, "license": "Apache-2.0", "main": "index.js",
            "dependencies": Dictionary(uniqueKeysWithValues: package.dependencies.map { ($0, "^1.0.0") }), "dist": dist,
        ]
    }
}
