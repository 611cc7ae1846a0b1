import Foundation
import GRDB
import Store

/// Merges runs of other machines into a database: out of exports of all records, and out of other databases.
///
/// A run is known by its UUID: taking the same file twice changes nothing the second time. Each run lands in a transaction of its own,
/// whole or not at all. The runs of a file before the one that failed stay.
public struct ResultsImport {
    /// After a transaction this long others get their turn.
    private static let longTurn = Duration.milliseconds(200)
    /// How long they get, in seconds.
    private static let pause = 0.25

    private let database: ResultsDatabase
    /// What was changed so far.
    public private(set) var summary = ImportSummary()

    /// An import into a database that can be written.
    public init(into database: ResultsDatabase) {
        self.database = database
    }

    /// Takes a file: an export of all records (NDJSON), another database, or `-` for an export on standard input.
    ///
    /// - Throws: `ImportError` for what is wrong with the file; `ResultsError` for what is wrong with a database.
    public mutating func take(path: String) throws {
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
        var source = TextSource(lines, name: name)
        while let run = try source.nextRun() {
            do {
                try land(run) { _, body in try source.forEachRecord(body) }
            } catch let problem as RecordProblem {
                // Of the run's first record: the others know their lines.
                throw source.error(problem)
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
                    try land(try records.run(run.id)) { onlyVerdicts, body in
                        if onlyVerdicts {
                            try records.forEachVerdict(of: run.id, body)
                        } else {
                            try records.forEach(of: run.id, body)
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
        _ run: ExchangeObject,
        _ records: (_ onlyVerdicts: Bool, _ body: (ExchangeObject) throws -> Void) throws -> Void
    ) throws {
        let began = ContinuousClock.now
        let change = try database.writing { target -> ImportSummary in
            var landing = try RunLanding(run, target)
            try records(landing.wantsOnlyVerdicts) { try landing.take($0) }
            return landing.change
        }
        summary.add(change)
        // A run beside it waits for its turn, and looks every 100 ms whether it is there: not all of them may be taken from it.
        if ContinuousClock.now - began > Self.longTurn { Thread.sleep(forTimeInterval: Self.pause) }
    }
}

extension RunLanding {
    /// What it changed.
    fileprivate var change: ImportSummary {
        var summary = ImportSummary()
        switch standing {
        case .new: summary.new = 1
        case .completes: summary.completed = 1
        case .known: summary.known = 1
        }
        summary.jobs = savedJobs
        summary.verdicts = addedVerdicts
        summary.excluded = isNewlyExcluded ? 1 : 0
        return summary
    }
}

extension ImportSummary {
    fileprivate mutating func add(_ other: ImportSummary) {
        new += other.new
        completed += other.completed
        known += other.known
        verdicts += other.verdicts
        excluded += other.excluded
        jobs += other.jobs
    }
}
