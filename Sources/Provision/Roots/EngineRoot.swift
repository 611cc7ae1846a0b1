import Foundation
import Model

/// A directory with a suite's engine and all that it needs, kept on this machine. Engines never write to it.
package struct EngineRoot: Sendable, Equatable {
    /// What is recorded beside it, once it is whole.
    package struct Facts: Codable, Sendable, Equatable {
        /// The digest of its recipe: another recipe makes another root.
        var recipe: String
        /// Debian's name for its programs' architecture, such as `amd64`.
        package var architecture: String
        /// The name of its directory beside the record.
        var directory: String
        /// The packages inside, as `name version`, sorted.
        package var packages: [String]
        package var made: Date
        /// Time to make it, in seconds.
        package var seconds: Double
        var digest: RootDigest
    }

    /// Absolute path.
    package let directory: String
    package let facts: Facts

    /// The version of a package inside; nil where it has none.
    package func version(of package: String) -> String? {
        facts.packages.first { $0.hasPrefix("\(package) ") }.map { String($0.dropFirst(package.utf8.count + 1)) }
    }

    /// A program's path on this host; nil where the root does not have it.
    func program(_ path: String) -> String? {
        let path = "\(directory)/\(path)"
        return access(path, X_OK) == 0 ? path : nil
    }

    package var hasGVisor: Bool { program(RootRecipe.gvisor) != nil }
}

extension EngineSource {
    package static var hostRuntimes: Set<String> { Tool.find("runsc") == nil ? ["runc"] : ["runc", "runsc"] }

    /// The runtimes that its engine has. A root that is missing is made.
    package func runtimes(announce: @escaping Announce = { _ in }) async throws -> Set<String> {
        switch self {
        case .host: return Self.hostRuntimes
        case .suite(let engine):
            let own: Set = engine.product == .docker ? ["runc"] : ["crun"]
            return try await RootStore().root(of: engine, announce: announce).hasGVisor ? own.union(["runsc"]) : own
        }
    }
}

/// Tells whether a root is still as it was made.
struct RootDigest: Codable, Sendable, Equatable {
    /// SHA-256 of the list of all files: name, type and mode, owner, size, modification time and a link's target.
    var files: String
    /// SHA-256 of each program's content, by its path in the root.
    var programs: [String: String]

    /// Reads a root. Takes about half a second once its programs are in memory.
    static func read(_ directory: String) async -> RootDigest {
        async let files = list(directory)
        let programs = await withTaskGroup(of: (String, String?).self) { group in
            for path in RootRecipe.programs { group.addTask { (path, content("\(directory)/\(path)")) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return RootDigest(files: await files, programs: programs)
    }

    /// What differs from another reading, in a few words; nil if nothing does.
    func difference(from found: RootDigest) -> String? {
        for (path, digest) in programs.sorted(by: { $0.key < $1.key }) where found.programs[path] != digest {
            return "\(path) is \(found.programs[path] == nil ? "missing" : "not as it was made")"
        }
        return found.files == files ? nil : "files were changed, added or removed"
    }

    private static func list(_ directory: String) async -> String {
        let script = #"""
            cd "$1" && find . -xdev -printf '%p %y%m %U:%G %s %T@ %l\0' | LC_ALL=C sort -z | sha256sum
            """#
        return String(await Tool.attempt(["sh", "-c", script, "sh", directory]).output.prefix(64))
    }

    private static func content(_ path: String) -> String? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else { return nil }
        return data.withUnsafeBytes { bytes in
            var next: UnsafeRawBufferPointer? = bytes
            return Digest.sha256(parts: {
                defer { next = nil }
                return next
            })
        }
    }
}
