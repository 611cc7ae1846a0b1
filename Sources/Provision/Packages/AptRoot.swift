import Foundation

/// An apt of our own: it knows only the given sources, takes an image's packages for installed, and leaves the machine's alone.
struct AptRoot: Sendable {
    private let workshop: Workshop
    private let directory: String

    /// Lays out the directories that apt wants, below the workshop; what it downloads goes to the workshop's cache.
    ///
    /// - Parameter status: dpkg's status file of the image that packages are to be installed into.
    init(_ workshop: Workshop, sources: DebianSources, status: String) throws {
        self.workshop = workshop
        directory = "\(workshop.directory)/apt"
        for path in [
            "\(directory)/etc/apt/preferences.d", "\(directory)/var/lib/dpkg", "\(lists)/partial",
            "\(archives)/partial",
            "\(directory)/none/partial",
        ] {
            try ImageStore.makeDirectory(path)
        }
        try workshop.write([status], to: "\(directory)/var/lib/dpkg/status")
        try workshop.write(sources.lines, to: "\(directory)/etc/apt/sources.list")
        try workshop.write(configuration(sources), to: "\(directory)/apt.conf")
    }

    /// Where downloaded packages are.
    var archives: String { "\(workshop.cache)/apt/archives" }
    private var lists: String { "\(workshop.cache)/apt/lists" }

    /// apt's configuration.
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

    /// Fetches the sources' lists of packages.
    func update() async throws {
        try await get(["update"])
    }

    /// The files that installing these packages would take, whether they are downloaded already or not.
    func files(installing packages: [String]) async throws -> [AptFile] {
        guard !packages.isEmpty else { return [] }
        // With an empty archive, apt names them all.
        let output = try await get(
            ["install", "--print-uris", "-o", "Dir::Cache::archives=\(directory)/none", "--"] + packages)
        return output.split(separator: "\n").compactMap { AptFile(line: String($0)) }
    }

    /// Downloads what installing these packages takes; what is there already is not fetched again.
    func download(installing packages: [String]) async throws {
        guard !packages.isEmpty else { return }
        try await get(["install", "--download-only", "--"] + packages)
    }

    /// Downloads one package's file, without what it depends on, into a directory.
    func download(_ package: String, into destination: String) async throws {
        try await get(["download", "--", package], in: destination)
    }

    /// What installing these packages would bring, as the packages describe themselves.
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
