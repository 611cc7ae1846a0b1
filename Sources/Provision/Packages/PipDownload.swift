import Foundation

/// Downloads wheels with the machine's pip, for the image's Python, not the machine's.
struct PipDownload: Sendable {
    let workshop: Workshop

    /// How many requirements are resolved at once.
    private static let width = 3

    /// Downloads each requirement and what it depends on. Each is resolved on its own: two versions of one package may be asked for.
    ///
    /// - Returns: paths of the wheels; the same wheel once.
    func wheels(_ requirements: [String]) async throws -> [String] {
        guard !requirements.isEmpty else { return [] }
        workshop.announce("downloading \(requirements.count) Python packages and what they depend on")
        return try await withThrowingTaskGroup(of: [String].self) { group in
            var wheels: [String: String] = [:]
            for (index, requirement) in requirements.enumerated() {
                if index >= Self.width, let paths = try await group.next() { Self.add(paths, to: &wheels) }
                group.addTask { try await download(requirement, into: "\(workshop.directory)/pip/\(index)") }
            }
            for try await paths in group { Self.add(paths, to: &wheels) }
            return wheels.values.sorted()
        }
    }

    /// pip's arguments.
    func arguments(_ requirement: String, into directory: String) -> [String] {
        var arguments = ["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
        arguments += ["--cache-dir", "\(workshop.cache)/pip", "--dest", directory]
        arguments += ["--only-binary=:all:", "--implementation", "cp", "--python-version", DebianRelease.python]
        for interface in DebianRelease.pythonInterfaces { arguments += ["--abi", interface] }
        for platform in DebianRelease.pythonPlatforms { arguments += ["--platform", platform] }
        return arguments + ["--", requirement]
    }

    private func download(_ requirement: String, into directory: String) async throws -> [String] {
        try ImageStore.makeDirectory(directory)
        try await workshop.run(.python, arguments(requirement, into: directory))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".whl") }.map { "\(directory)/\($0)" }
    }

    private static func add(_ paths: [String], to wheels: inout [String: String]) {
        for path in paths {
            let name = SimpleIndex.fileName(path)
            // Whichever download ended first, the same one is kept.
            wheels[name] = min(wheels[name] ?? path, path)
        }
    }
}
