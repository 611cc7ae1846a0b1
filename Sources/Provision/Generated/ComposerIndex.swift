import Model

/// A repository of Composer as files: `packages.json`, a file of metadata for each package, and the packages as zips.
///
/// Format: Composer's documentation, "Repositories", `metadata-url` (Composer 2); `shasum` is SHA-1.
struct ComposerIndex {
    /// The entry to the repository.
    private struct Root: Encodable {
        let packages: [String] = []
        let metadataURL = "/composer/p2/%package%.json"
        let availablePackages: [String]

        enum CodingKeys: String, CodingKey {
            case packages
            case metadataURL = "metadata-url"
            case availablePackages = "available-packages"
        }
    }

    /// What is known of one package.
    private struct Metadata: Encodable {
        let packages: [String: [Version]]
    }

    /// A version, which is also the package's own `composer.json`.
    private struct Version: Encodable {
        struct Distribution: Encodable {
            let type = "zip"
            let url: String
            let reference: String
            let shasum: String
        }

        struct Autoload: Encodable {
            let psr4: [String: String]

            enum CodingKeys: String, CodingKey {
                case psr4 = "psr-4"
            }
        }

        let name: String
        let version: String
        let type = "library"
        let license = ["Apache-2.0"]
        let require: [String: String]
        let autoload: Autoload
        var dist: Distribution?
    }

    let packages: GeneratedPackages

    func files() throws -> [PackedFile] {
        var files: [PackedFile] = []
        for (name, versions) in packages.byName {
            var described: [Version] = []
            for package in versions {
                let path = "dist/\(name)-\(package.version).zip"
                let bytes = try ArchiveBytes.pack(try contents(of: package), as: .zip)
                files.append(PackedFile(path: "composer/\(path)", bytes: bytes))
                var version = Self.version(of: package)
                let digest = Digest.hexadecimal(.sha1, of: bytes)
                version.dist = Version.Distribution(
                    url: "http://\(MirrorAddress.host)/composer/\(path)", reference: digest, shasum: digest)
                described.append(version)
            }
            let metadata = Metadata(packages: [Self.fullName(name): described])
            files.append(
                PackedFile(path: "composer/p2/\(Self.fullName(name)).json", bytes: try IndexText.json(metadata)))
        }
        let root = Root(availablePackages: packages.byName.map { Self.fullName($0.name) })
        return files + [PackedFile(path: "composer/packages.json", bytes: try IndexText.json(root))]
    }

    private func contents(of package: GeneratedPackage) throws -> [PackedFile] {
        var text = GeneratedText(comment: "//", seed: package.seed)
        return [PackedFile(path: "composer.json", bytes: try IndexText.json(Self.version(of: package)))]
            + text.files(named: { "src/Part\($0).php" }, head: "<?php\n")
    }

    private static func version(of package: GeneratedPackage) -> Version {
        let space = package.name.split(separator: "-").map(\.capitalized).joined()
        return Version(
            name: fullName(package.name), version: package.version,
            require: Dictionary(uniqueKeysWithValues: package.dependencies.map { (fullName($0), "^1.0") }),
            autoload: Version.Autoload(psr4: ["Plimsoll\\\(space)\\": "src/"]))
    }

    /// Composer's names begin with a vendor's.
    private static func fullName(_ name: String) -> String { "plimsoll/\(name)" }
}
