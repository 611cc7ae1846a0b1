import Engine
import Foundation
import Model

/// The four lock files of one engine's mutex, open.
struct MutexFiles: Sendable {
    /// Shared by builds at work, exclusive of a collection.
    let hold: LockFile
    /// What a build passes on its way in. A collection that waits keeps it shut, so that no more builds enter.
    let gate: LockFile
    /// Shared by builds that wait: the next collection lets them in first.
    let queue: LockFile
    /// Exclusive of the collection that waits or works: there is only one.
    let collector: LockFile

    private static let names = ["hold", "gate", "queue", "collector"]

    /// Opens the files, and makes them where they are missing.
    /// - Throws: ``MutexError`` with code `place`.
    static func open(in directory: String) throws(MutexError) -> MutexFiles {
        for _ in 0..<100 {
            if let files = try existing(in: directory) { return files }
            try create(directory)
        }
        throw MutexError(.place, "\(directory) is removed again and again: is its engine being taken down?")
    }

    var areCurrent: Bool { hold.isCurrent && gate.isCurrent }

    func close() {
        // The gate opens last: who comes through it must find the mutex free.
        for file in [hold, queue, gate, collector] { file.close() }
    }

    private static func existing(in directory: String) throws(MutexError) -> MutexFiles? {
        var opened: [LockFile] = []
        for name in names {
            let file: LockFile?
            do { file = try LockFile(path: "\(directory)/\(name)") } catch {
                for file in opened { file.close() }
                throw error
            }
            guard let file else {
                for file in opened { file.close() }
                return nil
            }
            opened.append(file)
        }
        return MutexFiles(hold: opened[0], gate: opened[1], queue: opened[2], collector: opened[3])
    }

    /// Makes the directory whole under another name and moves it into place: no kill leaves half of one, and of several
    /// that make it at once one wins.
    private static func create(_ directory: String) throws(MutexError) {
        let unborn = "\(directory).new-\(UUID().uuidString.lowercased())"
        guard mkdir(unborn, 0o755) == 0 else {
            throw MutexError(
                .place, "\(directory) cannot be made: make its parent writable, or name another place by --mutex.",
                cause: String(cString: strerror(errno)))
        }
        chmod(unborn, 0o755)
        defer { try? FileManager.default.removeItem(atPath: unborn) }
        for name in names { try LockFile.create("\(unborn)/\(name)") }
        if rename(unborn, directory) != 0, ![EEXIST, ENOTEMPTY].contains(errno) {
            throw MutexError(
                .place, "\(directory) cannot be made: make its parent writable, or name another place by --mutex.",
                cause: String(cString: strerror(errno)))
        }
    }
}

/// Where an engine's mutex lies, so that all processes of a host that name the same engine meet.
package enum MutexPlace {
    /// Where the sockets of embedded engines are. What lies beside a socket goes with its engine.
    private static let embeddedEngines = "/run/plimsoll"
    /// Where everybody may put lock files, by the Filesystem Hierarchy Standard; the rest is for hosts without.
    private static let bases = ["/run/lock", "/var/lock", "/tmp"]

    /// The mutex's directory for the engine of a client. Its parent is made where it is missing.
    /// - Throws: `EngineError` when the engine cannot be asked who it is.
    package static func directory(of client: EngineClient) async throws -> String {
        if let beside = directory(besideSocketOf: client.endpoint) { return beside }
        let base = bases.first { FileManager.default.fileExists(atPath: $0) } ?? "/tmp"
        let parent = "\(base)/plimsoll"
        // Everybody may add an engine's directory; the sticky bit keeps others from removing it.
        if mkdir(parent, 0o1777) == 0 { chmod(parent, 0o1777) }
        return "\(parent)/\(try await key(of: client))"
    }

    /// The mutex's directory of an embedded engine, which need not be asked for it; nil for any other engine.
    package static func directory(besideSocketOf endpoint: EngineEndpoint) -> String? {
        guard case .unix(let path) = endpoint else { return nil }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath()
        guard folder.deletingLastPathComponent().path == embeddedEngines else { return nil }
        return folder.path + "/mutex"
    }

    /// What an engine is called in the names of files: its own identity, whichever way it is reached.
    ///
    /// Podman draws a new identity for every answer: there the address must do.
    /// - Throws: `EngineError`.
    package static func key(of client: EngineClient) async throws -> String {
        let identity = try await client.info().id
        let parts = try await client.version().components
        let isPodman = parts.contains { $0.name.localizedCaseInsensitiveContains("podman") }
        return name(for: identity.isEmpty || isPodman ? client.endpoint.description : identity)
    }

    static func name(for text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}

/// One open lock file. The kernel's lock on it ends when it is closed, and with this process, however that ends.
///
/// A lock belongs to the open file, not to the process: two that are opened apart exclude each other also in one process.
struct LockFile: Sendable {
    enum Mode: Sendable { case shared, exclusive }

    let path: String
    private let descriptor: Int32

    /// Opens a file that exists; nil where it does not. It is never written, so that who may only read it can lock it.
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

    /// Makes an empty file that everybody may lock.
    /// - Throws: ``MutexError`` with code `place`.
    static func create(_ path: String) throws(MutexError) {
        let number = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard number >= 0 else {
            throw MutexError(.place, "\(path) cannot be made.", cause: String(cString: strerror(errno)))
        }
        fchmod(number, 0o644)
        Foundation.close(number)
    }

    /// Takes the lock if it is free, or changes it; does not wait.
    /// - Returns: whether it was taken.
    func take(_ mode: Mode) -> Bool { flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 }

    func release() { flock(descriptor, LOCK_UN) }
    func close() { Foundation.close(descriptor) }

    /// Whether the file is still the one that others will open; it is not when its directory was removed meanwhile.
    var isCurrent: Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }
}

/// A process that holds a lock on a file.
package struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    package let process: Int32
    /// Its command line, cut; empty where it cannot be read.
    package let command: String

    package var description: String {
        command.isEmpty ? "held by process \(process)" : "held by process \(process): \(command)"
    }

    /// The processes that hold a lock on a file, as the kernel's table says; none where it does not tell.
    static func all(of path: String, table: String = "/proc/locks") -> [LockHolder] {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: table, encoding: .utf8) else {
            return []
        }
        let file = "\(device(UInt64(status.st_dev))):\(status.st_ino)"
        var seen: Set<Int32> = []
        return text.split(separator: "\n").compactMap { line in
            // `12: FLOCK  ADVISORY  WRITE 4711 00:19:1234 0 EOF`; who waits has an arrow before the kind.
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5] == file, let process = Int32(fields[4]),
                process > 0, seen.insert(process).inserted
            else { return nil }
            return LockHolder(process: process, command: commandLine(of: process))
        }
    }

    private static func device(_ number: UInt64) -> String {
        let major = (number >> 8) & 0xFFF | (number >> 32) & ~0xFFF
        let minor = number & 0xFF | (number >> 12) & 0xFFF_FF00
        return String(format: "%02x:%02x", Int(major), Int(minor))
    }

    private static func commandLine(of process: Int32) -> String {
        let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let words = String(decoding: bytes, as: UTF8.self).split(separator: "\u{0}").joined(separator: " ")
        return words.count > 80 ? words.prefix(79) + "…" : words
    }
}
