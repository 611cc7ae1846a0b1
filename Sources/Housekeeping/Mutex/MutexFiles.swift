import Foundation

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
    ///
    /// - Throws: ``MutexError`` with code `place`.
    static func open(in directory: String) throws(MutexError) -> MutexFiles {
        for _ in 0..<100 {
            if let files = try existing(in: directory) { return files }
            try create(directory)
        }
        throw MutexError(.place, "\(directory) is removed again and again: is its engine being taken down?")
    }

    /// Whether the files are still those that others will open.
    var areCurrent: Bool { hold.isCurrent && gate.isCurrent }

    /// Lets go of all locks.
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

    /// Makes the directory whole under another name and moves it into place: no kill leaves half of one, and of several that
    /// make it at once one wins.
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
