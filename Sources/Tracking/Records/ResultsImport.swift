import Foundation
import GRDB
import Model
import Store

/// Merges runs of other machines into a database: out of exports of all records, and out of other databases.
///
/// A run is known by its UUID: taking the same file twice changes nothing the second time. Each run lands in a transaction of its own,
/// whole or not at all. The runs of a file before the one that failed stay.
package struct ResultsImport {
    /// After a transaction this long others get their turn.
    private static let longTurn = Duration.milliseconds(200)
    /// How long they get, in seconds.
    private static let pause = 0.25

    private let database: ResultsDatabase
    /// What was changed so far.
    package private(set) var summary = ImportSummary()

    /// An import into a database that can be written.
    package init(into database: ResultsDatabase) {
        self.database = database
    }

    /// Takes a file: an export of all records (NDJSON), another database, or `-` for an export on standard input.
    ///
    /// - Throws: `ImportError` for what is wrong with the file; `ResultsError` for what is wrong with a database.
    package mutating func take(path: String) throws {
        if path == "-" { return try take(text: LineReader(.standardInput), name: "standard input") }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            let reason = isFolder.boolValue ? "this is a folder" : "there is no such file"
            throw ImportError(
                code: .foreign, place: path, message: "\(reason), expected an export (NDJSON) or a database of results")
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ImportError(code: .foreign, place: path, message: "it cannot be read: check its permissions")
        }
        defer { try? file.close() }
        let head = try file.read(upToCount: 16) ?? Data()
        if head.starts(with: Data("SQLite format 3".utf8)) { return try take(databaseAt: path) }
        if head.starts(with: [0x1F, 0x8B]) {
            throw ImportError(
                code: .foreign, place: path,
                message: "it is compressed, expected plain NDJSON: `gunzip -c \(path) | plimsoll import -`")
        }
        try take(text: LineReader(file, head: head), name: path)
    }

    private mutating func take(text lines: LineReader, name: String) throws {
        let shapes = try database.reading { try RecordShapes($0) }
        var lines = RecordLines(lines, name: name, shapes: shapes)
        while let run = try lines.nextRun() {
            do {
                try land(run, shapes) { _, body in try lines.forEachRecord(body) }
            } catch let problem as RecordProblem {
                // Of the run's first record: the others know their lines.
                throw lines.error(problem)
            }
        }
    }

    private mutating func take(databaseAt path: String) throws {
        guard !isOpen(path) else {
            throw ImportError(
                code: .foreign, place: path, message: "it is the database that is imported into, expected another one")
        }
        let other = try ResultsDatabase.openForImport(path: path)
        try other.reading { source in
            let records = try RunRecords(source)
            for run in try records.runs() {
                do {
                    try land(try records.run(run.id), records.shapes) { onlyVerdicts, body in
                        try records.forEach(of: run.id, onlyVerdicts: onlyVerdicts) { kind, _, record in
                            try body(kind, record)
                        }
                    }
                } catch let problem as RecordProblem {
                    throw ImportError(code: .damaged, place: "\(path), run \(run.uuid)", message: problem.message)
                }
            }
        }
        try other.close()
    }

    private func isOpen(_ path: String) -> Bool {
        func identity(_ path: String) -> [UInt64]? {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            return [UInt64(found.st_dev), UInt64(found.st_ino)]
        }
        let other = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let own = URL(fileURLWithPath: database.path).resolvingSymlinksInPath().path
        return other == own || (identity(other) != nil && identity(other) == identity(own))
    }

    /// Lets a run land, in one transaction.
    ///
    /// - Parameter records: gives the records that follow its first, or only its verdicts where the rest is there already.
    private mutating func land(
        _ run: Record, _ shapes: RecordShapes,
        _ records: (_ onlyVerdicts: Bool, _ body: (String, Record) throws -> Void) throws -> Void
    ) throws {
        let began = ContinuousClock.now
        let change = try database.writing { target -> ImportSummary in
            var importer = try RunImporter(run, shapes, target)
            try records(importer.wantsOnlyVerdicts) { try importer.take($0, $1) }
            return importer.change
        }
        summary.add(change)
        // A run beside it waits for its turn, and looks every 100 ms whether it is there: not all of them may be taken from it.
        if ContinuousClock.now - began > Self.longTurn { Thread.sleep(forTimeInterval: Self.pause) }
    }
}

/// What an import changed.
package struct ImportSummary: Codable, Sendable, Equatable {
    /// Runs that were not there.
    package var new = 0
    /// Runs that had been imported before they ended, or before they were resumed, and are now as they are in the file.
    package var completed = 0
    /// Runs that were there already.
    package var known = 0
    /// Verdicts that were added to runs that were there already.
    package var verdicts = 0
    /// Runs that were there already and are now excluded, as they are in the file.
    package var excluded = 0
    /// Jobs of the new and completed runs.
    package var jobs = 0

    /// Nothing changed yet.
    package init() {}

    /// It in a line.
    package var text: String {
        var parts = ["\(new) new", "\(known) already there"]
        if completed > 0 { parts.insert("\(completed) completed", at: 1) }
        var line = "runs: " + parts.joined(separator: ", ")
        if jobs > 0 { line += "; jobs: \(jobs)" }
        if verdicts > 0 { line += "; verdicts added: \(verdicts)" }
        if excluded > 0 { line += "; newly excluded: \(excluded)" }
        return line
    }

    fileprivate mutating func add(_ other: ImportSummary) {
        new += other.new
        completed += other.completed
        known += other.known
        verdicts += other.verdicts
        excluded += other.excluded
        jobs += other.jobs
    }
}

/// Why a file could not be imported: what is wrong with it, where, and what was expected.
package struct ImportError: CodedFailure, Equatable {
    /// What kind of failure it is: stable, for programs.
    package enum Code: String, Sendable, CaseIterable, UsageCode {
        /// It is no export of all records, and no database of results.
        case foreign = "import_foreign"
        /// A line of it is no record, or a record is not as it must be.
        case damaged = "import_damaged"
        /// It ends in the middle of a run.
        case cutOff = "import_cut_off"
        /// A newer Plimsoll wrote it.
        case newer = "import_newer"
    }

    /// What kind of failure it is.
    package var code: Code
    /// The file with the line where it is known, as `night.ndjson:17`.
    package var place: String
    /// What is wrong, and what was expected.
    package var message: String

    /// An error at a place.
    package init(code: Code, place: String, message: String) {
        self.code = code
        self.place = place
        self.message = message
    }

    package var isPlaced: Bool { true }

    /// The place and what is wrong there.
    package var description: String { "\(place): \(message)" }
}
