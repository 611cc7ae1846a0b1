import Model

/// The Debian package sources of this machine, as apt reports them. Packages from sources other than Debian's archives
/// of the release must not get into an image.
struct DebianSources: Sendable, Equatable {
    var lines: [String]
    /// Address of a Debian archive, of whatever release; nil where the machine's apt has none.
    var archive: String?
    /// apt's settings that reaching those sources needs (a proxy, permission to use an old snapshot).
    var settings: [String]

    init(targets: String, settings: [String] = []) {
        var (lines, archive): ([String], String?) = ([], nil)
        for target in targets.split(separator: "\n") {
            let fields = target.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, fields[0] == "Debian", fields[3] == "main", !fields[4].hasPrefix("cdrom:") else {
                continue
            }
            // A release's updates (`trixie-security`) may be in another archive.
            if archive == nil, !fields[1].contains("-") { archive = fields[4] }
            guard DebianRelease.archives.contains(fields[1]) else { continue }
            let line = "deb [signed-by=\(DebianRelease.keyring)] \(fields[4]) \(fields[2]) main"
            if !lines.contains(line) { lines.append(line) }
        }
        (self.lines, self.archive) = (lines, archive)
        self.settings = settings
    }

    /// The format for `apt-get indextargets`: origin, code name, suite as written, component, address.
    static let format = "$(ORIGIN)|$(CODENAME)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)"

    private static let wanted = [
        "Acquire::http::Proxy", "Acquire::https::Proxy", "Acquire::Check-Valid-Until", "Acquire::Check-Date",
    ]

    /// Sources of one suite, in the archive that the machine's apt uses. The archive need not have the suite.
    /// - Throws: `noSource` where no Debian archive is configured.
    static func discover(suite: String, _ workshop: Workshop) async throws -> DebianSources {
        var sources = try await discover(workshop, of: "Debian") { $0.archive != nil }
        sources.lines = sources.archive.map { ["deb [signed-by=\(DebianRelease.keyring)] \($0) \(suite) main"] } ?? []
        return sources
    }

    /// Sources of the release of Plimsoll's own base image.
    /// - Throws: `noSource` where no archive of the release is configured.
    static func discover(_ workshop: Workshop) async throws -> DebianSources {
        try await discover(workshop, of: "Debian \(DebianRelease.codename)") { !$0.lines.isEmpty }
    }

    /// Asks the machine's apt. It knows an archive's origin only from its signed lists; if there are none, they are
    /// fetched into the workshop.
    private static func discover(
        _ workshop: Workshop, of what: String, isEnough: (DebianSources) -> Bool
    ) async throws -> DebianSources {
        let dump = try await workshop.run(.aptConfig, ["dump", "--format", "%F \"%v\";%n"])
        let settings = settings(dump: dump)
        let known = DebianSources(targets: try await targets(workshop), settings: settings)
        if isEnough(known) { return known }

        workshop.announce("asking the machine's package sources what they are")
        let configuration = "\(workshop.directory)/sources.conf"
        let lists = "\(workshop.directory)/lists"
        try ImageStore.makeDirectory("\(lists)/partial")
        try workshop.write(
            settings + [
                "Dir::State::lists \"\(lists)\";", "Dir::Cache \"\(lists)\";", "Dir::Etc::parts \"/dev/null\";",
                "Dir::Etc::main \"/dev/null\";", "APT::Sandbox::User \"root\";",
            ], to: configuration)
        let environment = ["APT_CONFIG": configuration]
        var complaint: PreparationError?
        do {
            try await workshop.run(.aptGet, ["update"], environment: environment)
        } catch let error as PreparationError where error.code != .missingTool {
            // One of many sources may fail; what counts is whether Debian's were read.
            complaint = error
        }
        let found = DebianSources(targets: try await targets(workshop, environment), settings: settings)
        if isEnough(found) { return found }
        if let complaint { throw complaint }
        throw PreparationError(
            .noSource,
            "apt on this machine has no source for \(what): "
                + "add one below /etc/apt, run `apt-get update` and try again.")
    }

    static func settings(dump: String) -> [String] {
        dump.split(separator: "\n").map(String.init).filter { line in
            wanted.contains { line.hasPrefix("\($0) ") || line.hasPrefix("\($0)::") } && !line.hasSuffix(" \"\";")
        }
    }

    private static func targets(_ workshop: Workshop, _ environment: [String: String] = [:]) async throws -> String {
        try await workshop.run(
            .aptGet, ["indextargets", "--format", format, "Created-By: Packages"], environment: environment)
    }
}

enum DebianRelease {
    static let codename = "bookworm"
    static let architecture = "amd64"
    /// Debian's name for the architecture that this program runs on.
    static let hostArchitecture: String = {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }()
    /// The code names of its archives: the release, its updates, its security updates.
    static let archives = [codename, "\(codename)-updates", "\(codename)-security"]
    /// The signing keys of its archives, from the package debian-archive-keyring.
    static let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    /// The version of its Python, for which wheels are chosen.
    static let python = "3.11.2"
    /// The wheel tags of that Python's binary interface.
    static let pythonInterfaces = ["cp311", "abi3", "none"]
    /// The wheel tags that its C library (2.36) supports.
    static let pythonPlatforms = (17...36).map { "manylinux_2_\($0)_x86_64" } + ["manylinux2014_x86_64", "any"]
}
