import Foundation

/// A Python package index in a directory: `files/` with the wheels, `simple/` with the pages.
struct PipIndex: Sendable {
    let workshop: Workshop
    let directory: String

    /// Fills the directory with wheels of the requirements; returns the packages, as `name version`.
    func fill(_ requirements: [String]) async throws -> [String] {
        let files = "\(directory)/files"
        try ImageStore.makeDirectory(files)
        let wheels = try await PipDownload(workshop: workshop).wheels(requirements, into: files)
        let index = SimpleIndex(try await digests(wheels, in: files))
        for (path, page) in index.pages {
            try workshop.write(PackedFile(path: path, text: page), below: "\(directory)/simple")
        }
        return index.contents
    }

    private func digests(_ names: [String], in files: String) async throws -> [SimpleIndex.File] {
        guard !names.isEmpty else { return [] }
        // `DIGEST  NAME`, one per line.
        return try await workshop.run(.checksum, ["--"] + names, in: files).split(separator: "\n").map { line in
            SimpleIndex.File(name: String(line.dropFirst(66)), digest: String(line.prefix(64)))
        }
    }
}

/// Downloads wheels with the machine's pip, for the image's Python, not the machine's.
struct PipDownload: Sendable {
    let workshop: Workshop

    /// Downloads each requirement, without dependencies, and returns the wheels' names.
    func wheels(_ requirements: [String], into directory: String) async throws -> [String] {
        workshop.announce("downloading \(requirements.count) Python packages")
        for round in Self.rounds(requirements) { try await workshop.run(.python, arguments(round, into: directory)) }
        return HostFiles.names(in: directory).filter { $0.hasSuffix(".whl") }.sorted()
    }

    /// The requirements in as few lists as one project has versions: one call of pip takes only one version of each.
    static func rounds(_ requirements: [String]) -> [[String]] {
        var rounds: [[String]] = []
        var seen: [String: Int] = [:]
        for requirement in requirements {
            let project = SimpleIndex.normalized(requirement.prefix { !"[=".contains($0) })
            let round = seen[project, default: 0]
            seen[project] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(requirement)
        }
        return rounds
    }

    func arguments(_ requirements: [String], into directory: String) -> [String] {
        var arguments = ["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
        arguments += ["--cache-dir", "\(workshop.cache)/pip", "--dest", directory]
        arguments += ["--only-binary=:all:", "--implementation", "cp", "--python-version", DebianRelease.python]
        arguments += DebianRelease.pythonInterfaces.flatMap { ["--abi", $0] }
        arguments += DebianRelease.pythonPlatforms.flatMap { ["--platform", $0] }
        return arguments + ["--"] + requirements
    }
}

/// The pages of a static Python package index (PEP 503).
struct SimpleIndex: Sendable {
    struct File: Sendable, Hashable {
        /// As `Jinja2-3.1.6-py3-none-any.whl`.
        var name: String
        /// SHA-256 of its content, 64 hexadecimal digits.
        var digest: String
    }

    private let projects: [String: [File]]

    /// A wheel's project is the text before the first hyphen (PEP 427).
    init(_ files: [File]) {
        projects = Dictionary(grouping: files) { file in Self.normalized(file.name.prefix { $0 != "-" }) }
    }

    /// The pages by their path inside the index's directory. Links from a project's page lead to `../../files`.
    var pages: [String: String] {
        var pages = ["index.html": Self.page(projects.keys.sorted().map { (text: $0, address: "\($0)/") })]
        for (project, files) in projects {
            pages["\(project)/index.html"] = Self.page(
                files.sorted { $0.name < $1.name }.map { file in
                    (text: file.name, address: "../../files/\(file.name)#sha256=\(file.digest)")
                })
        }
        return pages
    }

    var contents: [String] {
        projects.flatMap { project, files in
            files.map { "\(project) \($0.name.split(separator: "-").dropFirst().first ?? "")" }
        }
    }

    /// A project's normalized name (PEP 503).
    static func normalized(_ name: some StringProtocol) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    private static func page(_ links: [(text: String, address: String)]) -> String {
        let lines = links.map { "<a href=\"\(escaped($0.address))\">\(escaped($0.text))</a><br>" }
        return (["<!DOCTYPE html>", "<html><body>"] + lines + ["</body></html>"]).joined(separator: "\n") + "\n"
    }

    /// A text escaped for HTML; `+` and `!`, which occur in versions, need no escape in addresses.
    private static func escaped(_ text: String) -> String {
        text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"][$0] ?? String($0) }.joined()
    }
}
