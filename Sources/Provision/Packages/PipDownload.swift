import Foundation

/// Downloads wheels with the machine's pip, for the image's Python, not the machine's.
struct PipDownload: Sendable {
    let workshop: Workshop

    /// Downloads each requirement, and nothing else.
    ///
    /// - Returns: paths of the wheels.
    func wheels(_ requirements: [String]) async throws -> [String] {
        let directory = "\(workshop.directory)/wheels"
        try ImageStore.makeDirectory(directory)
        workshop.announce("downloading \(requirements.count) Python packages")
        for round in Self.rounds(requirements) {
            try await workshop.run(.python, arguments(round, into: directory))
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".whl") }.sorted().map { "\(directory)/\($0)" }
    }

    /// The requirements in as few lists as there are versions of one project: pip takes one version of each at a time.
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

    /// pip's arguments.
    func arguments(_ requirements: [String], into directory: String) -> [String] {
        var arguments = ["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
        arguments += ["--cache-dir", "\(workshop.cache)/pip", "--dest", directory]
        arguments += ["--only-binary=:all:", "--implementation", "cp", "--python-version", DebianRelease.python]
        for interface in DebianRelease.pythonInterfaces { arguments += ["--abi", interface] }
        for platform in DebianRelease.pythonPlatforms { arguments += ["--platform", platform] }
        return arguments + ["--"] + requirements
    }
}
