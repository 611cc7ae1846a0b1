import Foundation
import GRDB

/// Opens a database file, after a look that changes nothing has shown that it is Plimsoll's to open.
struct DatabaseOpening {
    let path: String
    /// In seconds.
    let busyTimeout: Double

    /// A connection that may write, to an up-to-date schema.
    func forWriting() throws -> DatabaseQueue {
        try refuseFolder()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ResultsError(
                .unreachable, "the folder \(folder) for the results database cannot be made: check its permissions",
                cause: error.localizedDescription)
        }
        if size(of: path) > 0 { try check(readOnlyQueue(), mayBeUnused: true) }
        let queue = try writableQueue()
        try queue.writeWithoutTransaction { database in
            // Set only where it is missing: a write would ask for the lock.
            if try Schema.Identity(database).application != Schema.applicationID {
                try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
        }
        try Schema.migrator.migrate(queue)
        return queue
    }

    private func writableQueue() throws -> DatabaseQueue {
        var configuration = self.configuration
        configuration.journalMode = .wal
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN && size(of: path) > 0 {
            // It could be read a moment ago: its folder cannot be written, where WAL needs a file.
            throw DatabaseError(resultCode: .SQLITE_READONLY, message: error.message)
        }
    }

    /// A connection that cannot write.
    func forReading() throws -> DatabaseQueue {
        try refuseMissing("`plimsoll run` makes one, or name another with --db")
        let queue = try readOnlyQueue()
        try check(queue, mayBeUnused: false)
        return queue
    }

    /// A connection to what an import reads: the file itself, read-only, or an up-to-date copy if its schema is older.
    func forImport() throws -> DatabaseQueue {
        try refuseMissing("name another file to import")
        let queue = try readOnlyQueue()
        let identity = try queue.read { try Schema.Identity($0) }
        guard identity.application == Schema.applicationID, (1..<Schema.version).contains(identity.version) else {
            try check(queue, mayBeUnused: false)
            return queue
        }
        let copy = try temporaryCopy(of: queue)
        try Schema.migrator.migrate(copy)
        return copy
    }

    /// WAL needs a file beside the database. In a read-only folder that cannot be made, and the file cannot change: SQLite
    /// reads it as it is. If a log is pending, as after a kill, it reads a copy of both.
    private func readOnlyQueue() throws -> DatabaseQueue {
        var configuration = self.configuration
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.read { try Schema.Identity($0) }
            return queue
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            guard FileManager.default.isReadableFile(atPath: path) else { throw error }
            if size(of: path + "-wal") > 0 { return try copyWithLog() }
            guard
                let escaped = URL(fileURLWithPath: path).path
                    .addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
            else { throw error }
            return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration)
        }
    }

    private func copyWithLog() throws -> DatabaseQueue {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copied = folder.appendingPathComponent("results.sqlite").path
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copied + suffix) }
        let whole = try DatabaseQueue(path: copied, configuration: configuration)
        let copy = try temporaryCopy(of: whole)
        try whole.close()
        return copy
    }

    private func temporaryCopy(of queue: DatabaseQueue) throws -> DatabaseQueue {
        // An empty path is a temporary file of SQLite's own, which is deleted when it is closed.
        let copy = try DatabaseQueue(path: "", configuration: configuration)
        try queue.backup(to: copy)
        return copy
    }

    private func check(_ queue: DatabaseQueue, mayBeUnused: Bool) throws {
        let identity = try queue.read { try Schema.Identity($0) }
        if identity.isUnused {
            if mayBeUnused { return }
            throw ResultsError(.missing, "\(path) is empty: `plimsoll run` fills it, or name another with --db")
        }
        guard identity.application == Schema.applicationID else {
            throw ResultsError(
                .notOurs,
                "\(path) is a database of another program and was left untouched: name another file with --db",
                cause: "application_id is \(identity.application), Plimsoll's is \(Schema.applicationID)")
        }
        if identity.version > Schema.version {
            throw ResultsError(
                .newer, "\(path) was written by a newer Plimsoll: use that version, or name another file with --db",
                cause: "its schema is version \(identity.version), this Plimsoll knows \(Schema.version)")
        }
        if identity.version < Schema.version && !mayBeUnused {
            throw ResultsError(
                .older,
                "\(path) was written by an older Plimsoll: update it by a `plimsoll run --db \(path)`, "
                    + "or read it with that version",
                cause: "its schema is version \(identity.version), this Plimsoll reads \(Schema.version)")
        }
    }

    private func refuseMissing(_ advice: String) throws {
        try refuseFolder()
        guard FileManager.default.fileExists(atPath: path) else {
            throw ResultsError(.missing, "there is no results database at \(path): \(advice)")
        }
    }

    private func refuseFolder() throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw ResultsError(.unreachable, "\(path) is a folder: name a file in it with --db")
        }
    }

    /// In bytes; 0 if there is no file.
    private func size(of path: String) -> UInt64 {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
    }

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "results"
        return configuration
    }
}
