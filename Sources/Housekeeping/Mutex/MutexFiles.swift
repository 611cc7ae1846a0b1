import Engine
import Foundation
import Model

struct MutexFiles: Sendable {
    /// Shared by running builds, exclusive for a collection.
    let hold: LockFile
    /// Builds pass it on their way in. A waiting or running collection holds it, so that no more builds enter.
    let gate: LockFile
    /// Shared by waiting builds: the next collection lets them in first.
    let queue: LockFile
    /// Exclusive for the collection that waits or runs: there is only one.
    let collector: LockFile

    private static let names = ["hold", "gate", "queue", "collector"]

    /// Opens the files, and makes missing ones.
    /// - Throws: ``MutexError`` with code `place`.
    static func open(in directory: String) throws(MutexError) -> MutexFiles {
        for _ in 0..<100 {
            if let files = try existing(in: directory) { return files }
            try create(directory)
        }
        throw MutexError(.place, "\(directory) is removed repeatedly: is its engine being taken down?")
    }

    var areCurrent: Bool { hold.isCurrent && gate.isCurrent }

    func close() {
        // The gate opens after `hold` is released: a build that passes it must find the mutex free.
        for file in [hold, queue, gate, collector] { file.close() }
    }

    private static func existing(in directory: String) throws(MutexError) -> MutexFiles? {
        var opened: [LockFile] = []
        defer { if opened.count < names.count { for file in opened { file.close() } } }
        for name in names {
            guard let file = try LockFile(path: "\(directory)/\(name)") else { return nil }
            opened.append(file)
        }
        return MutexFiles(hold: opened[0], gate: opened[1], queue: opened[2], collector: opened[3])
    }

    /// Makes the complete directory under another name and moves it into place. So no kill leaves half of one, and of
    /// several processes one wins.
    private static func create(_ directory: String) throws(MutexError) {
        let unborn = "\(directory).new-\(UUID().uuidString.lowercased())"
        func problem() -> MutexError {
            MutexError(
                .place, "\(directory) cannot be made: make its parent writable, or name another place by --mutex.",
                cause: String(cString: strerror(errno)))
        }
        guard mkdir(unborn, 0o755) == 0 else { throw problem() }
        chmod(unborn, 0o755)
        defer { try? FileManager.default.removeItem(atPath: unborn) }
        for name in names { try LockFile.create("\(unborn)/\(name)") }
        if rename(unborn, directory) != 0, ![EEXIST, ENOTEMPTY].contains(errno) { throw problem() }
    }
}

/// The place of an engine's mutex, so that all processes of a host that use the same engine share it.
package enum MutexPlace {
    /// Directory of the embedded engines' sockets. Files beside a socket are removed with the engine.
    private static let embeddedEngines = "/run/plimsoll"
    /// Where everybody may put lock files, by the Filesystem Hierarchy Standard; `/tmp` is for hosts without.
    private static let bases = ["/run/lock", "/var/lock", "/tmp"]

    /// The mutex's directory for the engine of a client. Makes its parent if it is missing.
    /// - Throws: `EngineError` when the engine cannot be asked for its identity.
    package static func directory(of client: EngineClient) async throws -> String {
        if let beside = directory(besideSocketOf: client.endpoint) { return beside }
        let base = bases.first { FileManager.default.fileExists(atPath: $0) } ?? "/tmp"
        let parent = "\(base)/plimsoll"
        // Everybody may add an engine's directory; the sticky bit keeps others from removing it.
        if mkdir(parent, 0o1777) == 0 { chmod(parent, 0o1777) }
        return "\(parent)/\(try await key(of: client))"
    }

    /// The mutex's directory of an embedded engine, found without asking it; nil for any other engine.
    package static func directory(besideSocketOf endpoint: EngineEndpoint) -> String? {
        guard case .unix(let path) = endpoint else { return nil }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath()
        guard folder.deletingLastPathComponent().path == embeddedEngines else { return nil }
        return folder.path + "/mutex"
    }

    /// An engine's name in file names: its own identity, however it is reached.
    /// Where it has none that lasts, its address is used.
    /// - Throws: `EngineError`.
    package static func key(of client: EngineClient) async throws -> String {
        let info = try await client.info()
        let traits = EngineTraits(version: try await client.version(), info: info)
        return name(for: traits.hasIdentity && !info.id.isEmpty ? info.id : client.endpoint.description)
    }

    static func name(for text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}

/// One open lock file. The kernel releases the lock when the file is closed or this process ends.
/// A lock belongs to the open file, not to the process: two separate opens exclude each other even in one process.
struct LockFile: Sendable {
    enum Mode: Sendable { case shared, exclusive }

    let path: String
    private let descriptor: Int32

    /// Opens an existing file; nil if there is none. It is never written, so that read permission is enough to lock it.
    /// - Throws: ``MutexError`` with code `place`.
    init?(path: String) throws(MutexError) {
        // No program that is started meanwhile may keep the lock.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if number < 0 {
            if errno == ENOENT { return nil }
            throw MutexError(
                .place, "\(path) cannot be opened: let this user read it, or name another place by --mutex.",
                cause: String(cString: strerror(errno)))
        }
        self.path = path
        descriptor = number
    }

    static func create(_ path: String) throws(MutexError) {
        let number = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard number >= 0 else {
            throw MutexError(.place, "\(path) cannot be made.", cause: String(cString: strerror(errno)))
        }
        fchmod(number, 0o644)
        Foundation.close(number)
    }

    /// Takes the lock if it is free, or changes its mode; does not wait.
    /// - Returns: whether it was taken.
    func take(_ mode: Mode) -> Bool { flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 }
    func release() { flock(descriptor, LOCK_UN) }
    func close() { Foundation.close(descriptor) }

    /// Whether others still open the same file; they do not if its directory was removed meanwhile.
    var isCurrent: Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }
}

package struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    package let process: Int32
    package let command: String

    package var description: String {
        command.isEmpty ? "held by process \(process)" : "held by process \(process): \(command)"
    }

    /// The processes that hold a lock on a file, from the kernel's table; empty if the table cannot be read.
    static func all(of path: String, table: String = "/proc/locks") -> [LockHolder] {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: table, encoding: .utf8) else {
            return []
        }
        let device = UInt64(status.st_dev)
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & 0xFFF_FF00
        let file = String(format: "%02x:%02x:", Int(major), Int(minor)) + "\(status.st_ino)"
        var seen: Set<Int32> = []
        return text.split(separator: "\n").compactMap { line in
            // `12: FLOCK  ADVISORY  WRITE 4711 00:19:1234 0 EOF`; a waiting process has an arrow before the kind.
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5] == file, let process = Int32(fields[4]),
                process > 0, seen.insert(process).inserted
            else { return nil }
            return LockHolder(process: process, command: commandLine(of: process))
        }
    }

    private static func commandLine(of process: Int32) -> String {
        let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let words = String(decoding: bytes, as: UTF8.self).split(separator: "\u{0}").joined(separator: " ")
        return words.count > 80 ? words.prefix(79) + "…" : words
    }
}
