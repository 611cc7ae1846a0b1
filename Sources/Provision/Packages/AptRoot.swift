import Foundation
import Model

/// An apt of our own: it knows only the given sources, treats an image's packages as installed, and leaves the
/// machine's apt alone.
struct AptRoot: Sendable {
    let sources: DebianSources
    /// dpkg's status file of the image that packages are to be installed into.
    let status: String
    private let workshop: Workshop
    private let directory: String

    /// One for packages upon an image, which knows the machine's sources and has fetched their lists.
    static func updated(_ workshop: Workshop, for image: PreparedImage) async throws -> AptRoot {
        let apt = try AptRoot(
            workshop, sources: try await .discover(workshop),
            status: try await BaseImage.status(of: image.archive, workshop))
        try await apt.get(["update"])
        return apt
    }

    /// Makes apt's directories below the workshop; downloads go to the workshop's cache.
    init(_ workshop: Workshop, sources: DebianSources, status: String) throws {
        (self.sources, self.status, self.workshop) = (sources, status, workshop)
        directory = "\(workshop.directory)/apt"
        let own = ["etc/apt/preferences.d", "var/lib/dpkg", "none/partial"].map { "\(directory)/\($0)" }
        for path in own + ["\(lists)/partial", "\(archives)/partial"] { try ImageStore.makeDirectory(path) }
        try workshop.write([status], to: "\(directory)/var/lib/dpkg/status")
        try workshop.write(sources.lines, to: "\(directory)/etc/apt/sources.list")
        let configuration =
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
        try workshop.write(configuration, to: "\(directory)/apt.conf")
    }

    var archives: String { "\(workshop.cache)/apt/archives" }
    private var lists: String { "\(workshop.cache)/apt/lists" }

    func files(installing packages: [String]) async throws -> [AptFile] {
        guard !packages.isEmpty else { return [] }
        // With an empty archive, apt names them all.
        let output = try await get(
            ["install", "--print-uris", "-o", "Dir::Cache::archives=\(directory)/none", "--"] + packages)
        return output.split(separator: "\n").compactMap { AptFile(line: String($0)) }
    }

    /// Downloads what installing these packages needs; files already downloaded are not fetched again.
    func download(installing packages: [String]) async throws {
        if !packages.isEmpty { try await get(["install", "--download-only", "--"] + packages) }
    }

    func stanzas(installing packages: [String]) async throws -> [PackageStanza] {
        guard !packages.isEmpty else { return [] }
        let simulated = Self.simulated(try await get(["install", "--simulate", "--"] + packages))
        guard !simulated.isEmpty else { return [] }
        let text = try await workshop.run(
            .aptCache, ["show", "--no-all-versions", "--"] + simulated.map { "\($0.name)=\($0.version)" },
            environment: ["APT_CONFIG": "\(directory)/apt.conf"])
        let found = PackageStanza.all(in: text)
        guard Set(found.map(\.name)) == Set(simulated.map(\.name)) else {
            throw PreparationError(
                .commandFailed, "apt-cache gave the sizes of \(found.count) of \(simulated.count) packages.")
        }
        return found
    }

    /// Reads lines such as `Inst make (4.3-4.1 Debian:12.9/stable [amd64])` and `Inst apt [2.6.0] (2.6.1 …)`.
    static func simulated(_ output: String) -> [(name: String, version: String)] {
        output.split(separator: "\n").compactMap { line in
            line.wholeMatch(of: #/Inst (\S+) (?:\[\S+\] )?\((\S+) .*/#).map {
                (String($0.output.1), String($0.output.2))
            }
        }
    }

    @discardableResult
    func get(_ arguments: [String], in place: String? = nil) async throws -> String {
        try await workshop.run(
            .aptGet, ["-qq", "--yes"] + arguments, environment: ["APT_CONFIG": "\(directory)/apt.conf"], in: place)
    }
}

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

    static func indexes(_ output: String) -> [Index] {
        output.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: #/([^|]+)\|(https?://.*)/#) else { return nil }
            return Index(file: String(match.output.1), source: String(match.output.2))
        }
    }
}

/// A flat Debian repository in a directory: the packages' files, `Packages`, `Packages.gz` and `Release`.
struct AptRepository: Sendable {
    let workshop: Workshop
    let directory: String

    /// Fills the directory with what installing `roots` needs; returns the packages, as `name version`.
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
        let indexes = ["Packages", "Packages.gz"].map { AptIndex.file($0, in: directory) }
        try workshop.write(AptIndex.release(indexes), to: "\(directory)/Release")
        return AptIndex.contents(packages)
    }
}

/// The index files of a flat repository, made so that the same packages give the same bytes.
enum AptIndex {
    /// The stanzas of a `Packages` file, sorted by their text, because directories are read in any order.
    static func sorted(_ packages: String) -> String {
        let stanzas: [Substring] = packages.split(separator: "\n\n").map { $0.drop { $0 == "\n" } }
            .filter { !$0.isEmpty }
        let lines: [String] = stanzas.map { $0.hasSuffix("\n") ? String($0) : $0 + "\n" }
        return lines.sorted().joined(separator: "\n")
    }

    static func contents(_ packages: String) -> [String] { PackageStanza.names(in: packages) }

    static func file(_ name: String, in directory: String) -> (name: String, bytes: [UInt8]) {
        (name, [UInt8](FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data()))
    }

    /// The `Release` file: without one, apt tries every compression in turn.
    static func release(_ files: [(name: String, bytes: [UInt8])]) -> String {
        let sums = files.map { " \(Digest.sha256($0.bytes)) \($0.bytes.count) \($0.name)\n" }.joined()
        return """
            Origin: Plimsoll
            Label: Plimsoll
            Codename: \(DebianRelease.codename)
            Architectures: \(DebianRelease.architecture)
            Date: Sat, 10 Jun 2023 00:00:00 UTC
            SHA256:
            \(sums)
            """
    }
}

struct AptFile: Sendable, Hashable {
    /// Its name in apt's archive: `NAME_VERSION_ARCHITECTURE.deb`, colons escaped.
    let name: String
    let bytes: Int

    /// Reads a line of `apt-get --print-uris`: `'ADDRESS' NAME SIZE HASH`; nil for anything else.
    init?(line: String) {
        guard let match = line.wholeMatch(of: #/'\S* (\S+\.deb) (\d+)(?: .*)?/#), let bytes = Int(match.output.2) else {
            return nil
        }
        (name, self.bytes) = (String(match.output.1), bytes)
    }
}
