import Foundation

/// Where an inspection takes its facts from: the host, or what a test puts in its place.
struct HostSources: Sendable {
    /// What stands before `/proc`, `/sys`, `/dev`, `/etc` and `/lib`.
    var root = ""
    /// The user that this process acts as.
    var user = geteuid()
    /// Where the host's own Docker listens.
    var dockerSocket = "/var/run/docker.sock"
    /// All programs of a name on the PATH, each once.
    var find: @Sendable (_ name: String) -> [String] = Self.programs
    /// Runs a program.
    var run: @Sendable (_ words: [String]) async -> Tool.Result = { await Tool.attempt($0) }
    /// Space of the filesystem that holds a path.
    var usage: @Sendable (_ path: String) -> FilesystemUsage? = { FilesystemUsage(path: $0) }
    /// The version of the engine behind a socket.
    var engineVersion: @Sendable (_ socket: String) -> String? = { EngineProbe.version($0) }

    /// A file's text; nil when it cannot be read.
    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A file's first line.
    func line(_ path: String) -> String? {
        text(path)?.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Whether there is something at a path.
    func exists(_ path: String) -> Bool {
        access(root + path, F_OK) == 0
    }

    /// The value behind `KEY` and a separator in a file of such lines.
    func value(_ key: String, in path: String, separator: Character = ":") -> String? {
        text(path)?.split(separator: "\n").lazy
            .map { $0.split(separator: separator, maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) } }
            .first { $0.count == 2 && $0[0] == key }?[1]
    }

    /// The nearest directory at or above a path that exists.
    func nearestDirectory(_ path: String) -> String {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }

    private static func programs(_ name: String) -> [String] {
        var seen: Set<String> = []
        return Tool.path.split(separator: ":").map { "\($0)/\(name)" }
            .filter {
                access($0, X_OK) == 0 && seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted
            }
    }
}
