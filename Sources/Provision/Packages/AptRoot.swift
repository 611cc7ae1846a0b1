import Foundation
import Model

/// An apt of our own: it knows only the given sources, treats an image's packages as installed, and leaves the
/// machine's apt alone.
struct AptRoot: Sendable {
    private let workshop: Workshop
    private let directory: String

    /// Makes apt's directories below the workshop; downloads go to the workshop's cache.
    /// - Parameter status: dpkg's status file of the image that packages are to be installed into.
    init(_ workshop: Workshop, sources: DebianSources, status: String) throws {
        self.workshop = workshop
        directory = "\(workshop.directory)/apt"
        for path in [
            "\(directory)/etc/apt/preferences.d", "\(directory)/var/lib/dpkg", "\(lists)/partial",
            "\(archives)/partial",
            "\(directory)/none/partial",
        ] { try ImageStore.makeDirectory(path) }
        try workshop.write([status], to: "\(directory)/var/lib/dpkg/status")
        try workshop.write(sources.lines, to: "\(directory)/etc/apt/sources.list")
        try workshop.write(configuration(sources), to: "\(directory)/apt.conf")
    }

    var archives: String { "\(workshop.cache)/apt/archives" }
    private var lists: String { "\(workshop.cache)/apt/lists" }

    func configuration(_ sources: DebianSources) -> [String] {
        sources.settings + [
            "Dir \"\(directory)\";",
            "Dir::State::status \"\(directory)/var/lib/dpkg/status\";",
            "Dir::State::lists \"\(lists)\";",
            "Dir::Cache::archives \"\(archives)\";",
            "APT::Architecture \"\(DebianRelease.architecture)\";",
            "APT::Architectures \"\(DebianRelease.architecture)\";",
            "APT::Install-Recommends \"false\";",
            "APT::Sandbox::User \"root\";",
            "Acquire::Languages \"none\";",
            "Acquire::Retries \"2\";",
        ]
    }

    func update() async throws { try await get(["update"]) }

    /// The files needed to install these packages, downloaded already or not.
    func files(installing packages: [String]) async throws -> [AptFile] {
        guard !packages.isEmpty else { return [] }
        // With an empty archive, apt names them all.
        let output = try await get(
            ["install", "--print-uris", "-o", "Dir::Cache::archives=\(directory)/none", "--"] + packages)
        return output.split(separator: "\n").compactMap { AptFile(line: String($0)) }
    }

    /// Downloads what installing these packages needs; files already downloaded are not fetched again.
    func download(installing packages: [String]) async throws {
        guard !packages.isEmpty else { return }
        try await get(["install", "--download-only", "--"] + packages)
    }

    func download(_ package: String, into destination: String) async throws {
        try await get(["download", "--", package], in: destination)
    }

    func stanzas(installing packages: [String]) async throws -> [PackageStanza] {
        guard !packages.isEmpty else { return [] }
        let install = SimulatedInstall(try await get(["install", "--simulate", "--"] + packages))
        guard !install.packages.isEmpty else { return [] }
        let names = install.packages.map { "\($0.name)=\($0.version)" }
        let text = try await workshop.run(
            .aptCache, ["show", "--no-all-versions", "--"] + names,
            environment: ["APT_CONFIG": "\(directory)/apt.conf"])
        let found = PackageStanza.all(in: text)
        guard Set(found.map(\.name)) == Set(install.packages.map(\.name)) else {
            throw PreparationError(
                .commandFailed, "apt-cache told \(found.count) of \(install.packages.count) packages' sizes.")
        }
        return found
    }

    @discardableResult
    func get(_ arguments: [String], in place: String? = nil) async throws -> String {
        try await workshop.run(
            .aptGet, ["-qq", "--yes"] + arguments, environment: ["APT_CONFIG": "\(directory)/apt.conf"], in: place)
    }
}

/// The package lists that an apt of our own has fetched.
extension AptRoot {
    /// One list, and the source of its packages' files.
    struct Index: Sendable, Equatable {
        let file: String
        /// The source's address; the list's `Filename` fields are relative to it.
        let source: String
    }

    /// The lists of sources reached over HTTP or HTTPS.
    func indexes() async throws -> [Index] {
        Self.indexes(try await get(["indextargets", "--format", "$(FILENAME)|$(REPO_URI)", "Created-By: Packages"]))
    }

    /// Reads the output of `apt-get indextargets`.
    static func indexes(_ output: String) -> [Index] {
        output.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "|", maxSplits: 1).map(String.init)
            guard fields.count == 2, fields[1].hasPrefix("http://") || fields[1].hasPrefix("https://") else {
                return nil
            }
            return Index(file: fields[0], source: fields[1])
        }
    }
}

/// A flat Debian repository in a directory: the packages' files, `Packages`, `Packages.gz` and `Release`.
struct AptRepository: Sendable {
    let workshop: Workshop
    let directory: String

    /// Fills the directory with what installing `roots` needs.
    /// - Returns: the packages, as `name version`.
    func fill(installing roots: [String], from apt: AptRoot) async throws -> [String] {
        workshop.announce("resolving \(roots.count) Debian packages")
        let files = try await apt.files(installing: roots)
        let megabytes = files.reduce(0) { $0 + $1.bytes } >> 20
        workshop.announce("downloading \(files.count) Debian packages (\(megabytes) MiB)")
        try await apt.download(installing: roots)
        for file in files { try workshop.link("\(apt.archives)/\(file.name)", to: "\(directory)/\(file.name)") }
        let packages = AptIndex.sorted(try await workshop.run(.aptArchive, ["packages", "."], in: directory))
        try workshop.write(packages, to: "\(directory)/Packages")
        try await workshop.run(.gzip, ["-9", "--no-name", "--keep", "Packages"], in: directory)
        let indexes = ["Packages", "Packages.gz"].map { name in
            (name: name, bytes: [UInt8](FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data()))
        }
        try workshop.write(AptIndex.release(indexes), to: "\(directory)/Release")
        return AptIndex.contents(packages)
    }
}

/// The index files of a flat repository, made so that the same packages give the same bytes.
enum AptIndex {
    /// The stanzas of a `Packages` file, sorted by their text, because directories are read in any order.
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

    /// The `Release` file: without one, apt tries every compression in turn.
    static func release(_ files: [(name: String, bytes: [UInt8])]) -> String {
        var lines = [
            "Origin: Plimsoll", "Label: Plimsoll", "Codename: \(DebianRelease.codename)",
            "Architectures: \(DebianRelease.architecture)", "Date: Sat, 10 Jun 2023 00:00:00 UTC", "SHA256:",
        ]
        lines += files.map { " \(Digest.sha256($0.bytes)) \($0.bytes.count) \($0.name)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A package's file, as apt announces it before downloading.
struct AptFile: Sendable, Hashable {
    /// Its name in apt's archive: `NAME_VERSION_ARCHITECTURE.deb`, colons escaped.
    let name: String
    /// Size, in bytes.
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
