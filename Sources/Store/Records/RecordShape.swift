import Foundation
import GRDB
import Model

/// The contents of records of one kind: a row of a table, its texts from other tables, and the nested records.
struct RecordShape: Sendable {
    /// A column, as in the schema: columns added by later migrations are included automatically.
    struct Column: Sendable {
        /// The types of columns: all tables are strict.
        enum Kind: String { case integer = "INTEGER", real = "REAL", text = "TEXT" }

        let name: String
        let kind: Kind
        let isOptional: Bool
        let rule: FieldRule?

        var words: String {
            (kind == .integer ? "an integer" : kind == .real ? "a number" : "a text") + (isOptional ? " or null" : "")
        }
    }

    /// A row of a table that keeps each combination of texts once: records hold the texts in place of its id.
    struct Texts: Sendable {
        /// The column that holds the row's id.
        let column: String
        let table: String
        let names: [String]
        /// Whether the table keeps them for each run.
        var isOfRun = false

        /// The names of the texts in a record: a single text has the name of the id's column.
        var members: [String] { names.count == 1 ? [column] : names }
    }

    struct Part: Sendable {
        let name: String
        /// Whether there is a list of them; else there is one or null.
        var isList = true
        let shape: RecordShape
    }

    let table: String
    /// The column that holds the id of the enclosing record, or of the run.
    let owner: String?
    let texts: Texts?
    let namesJob: Bool
    /// The table's columns, except ids of its own database.
    let columns: [Column]
    let parts: [Part]
    /// Reads all records of an owner. The columns are: its own id where there are parts, the texts, the job's scenario
    /// and position, the columns.
    let query: String

    var countsJobs: Bool { table == "run" }
    func place(of column: String) -> Int? { columns.firstIndex { $0.name == column } }
}

/// The kinds of records. Every table whose rows are exchanged is part of one, or is among those left out.
struct RecordShapes: Sendable {
    /// The ids of each table that mean nothing to another database.
    static let ids: [String: Set<String>] = [
        "run": ["id"], "run_scenario": ["run"], "requirement": ["run"],
        "job": ["id", "run", "configuration"], "configuration": ["id"],
        "step": ["job", "instruction"], "instruction": ["id"], "direct_run": ["job"], "disk": ["job"],
        "probe": ["job", "kind"], "probe_kind": ["id"],
        "series": ["id", "run"], "point": ["series", "job"],
        "audit": ["id", "run", "job"], "audit_kind": ["audit"], "leak": ["id", "audit", "job"],
        "verdict": ["run"],
    ]
    /// What is not exchanged: names that users gave to runs.
    static let left: Set<String> = ["baseline"]

    let run: RecordShape
    /// The kinds that follow it, in their order.
    let following: [(kind: String, shape: RecordShape)]

    init(_ database: Database) throws {
        func shape(
            _ table: String, of owner: String?, texts: RecordShape.Texts? = nil, namesJob: Bool = false,
            from source: String? = nil, orderedBy order: String, parts: [RecordShape.Part] = []
        ) throws -> RecordShape {
            let columns = try Self.columns(of: table, database)
            var list = [parts.isEmpty ? "NULL" : "\(table).id"]
            if let texts { list += texts.names.map { "\(texts.table).\($0)" } }
            if namesJob { list += ["job.scenario", "job.position"] }
            list += columns.map { "\(table).\($0.name)" }
            let condition = source ?? "\(table) WHERE \(table).\(owner ?? "id") = ?"
            return RecordShape(
                table: table, owner: owner, texts: texts, namesJob: namesJob, columns: columns, parts: parts,
                query: "SELECT \(list.joined(separator: ", ")) FROM \(condition) ORDER BY \(order)")
        }
        run = try shape(
            "run", of: nil, orderedBy: "id",
            parts: [
                .init(name: "scenarios", shape: try shape("run_scenario", of: "run", orderedBy: "ordinal, name")),
                .init(
                    name: "requirements", shape: try shape("requirement", of: "run", orderedBy: "ordinal, area, name")),
            ])
        let step = try shape(
            "step", of: "job", texts: .init(column: "instruction", table: "instruction", names: ["text"]),
            from: "step JOIN instruction ON instruction.id = step.instruction WHERE step.job = ?",
            orderedBy: "step.ordinal")
        let probe = try shape(
            "probe", of: "job",
            texts: .init(column: "kind", table: "probe_kind", names: ["name", "tries", "expected", "matters"]),
            from: "probe JOIN probe_kind ON probe_kind.id = probe.kind WHERE probe.job = ?",
            orderedBy: "probe.place, probe_kind.name, probe_kind.tries, probe_kind.expected, probe_kind.matters")
        let job = try shape(
            "job", of: "run", texts: .init(column: "configuration", table: "configuration", names: ["name"]),
            from: "job JOIN configuration ON configuration.id = job.configuration WHERE job.run = ?",
            orderedBy: "job.id",
            parts: [
                .init(name: "steps", shape: step),
                .init(name: "direct_run", isList: false, shape: try shape("direct_run", of: "job", orderedBy: "job")),
                .init(name: "disk", isList: false, shape: try shape("disk", of: "job", orderedBy: "job")),
                .init(name: "probes", shape: probe),
            ])
        // The series are read in the order of their ids, which mostly lie together, so that the points need no sorting.
        let point = try shape(
            "point", of: nil,
            texts: .init(column: "series", table: "series", names: ["name", "unit"], isOfRun: true), namesJob: true,
            from: """
                series CROSS JOIN point ON point.series = series.id LEFT JOIN job ON job.id = point.job
                WHERE +series.run = ?1 AND series.id
                    BETWEEN (SELECT min(id) FROM series WHERE run = ?1) AND (SELECT max(id) FROM series WHERE run = ?1)
                """, orderedBy: "series.id, point.rowid")
        let leak = try shape(
            "leak", of: "audit", namesJob: true,
            from: "leak LEFT JOIN job ON job.id = leak.job WHERE leak.audit = ?", orderedBy: "leak.id")
        let audit = try shape(
            "audit", of: "run", namesJob: true,
            from: "audit LEFT JOIN job ON job.id = audit.job WHERE audit.run = ?", orderedBy: "audit.id",
            parts: [
                .init(name: "kinds", shape: try shape("audit_kind", of: "audit", orderedBy: "kind")),
                .init(name: "leaks", shape: leak),
            ])
        let verdict = try shape("verdict", of: "run", orderedBy: "question")
        following = [("job", job), ("point", point), ("audit", audit), ("verdict", verdict)]
    }

    subscript(kind: String) -> RecordShape? { following.first { $0.kind == kind }?.shape }

    private static func columns(of table: String, _ database: Database) throws -> [RecordShape.Column] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info(?) ORDER BY cid",
            arguments: [table])
        return rows.compactMap { row in
            let name: String = row[0]
            guard !ids[table, default: []].contains(name) else { return nil }
            let isRequired: Bool = row[2]
            let standard: String? = row[3]
            return RecordShape.Column(
                name: name, kind: RecordShape.Column.Kind(rawValue: row[1]) ?? .text,
                isOptional: !isRequired || standard != nil, rule: FieldRule.all["\(table).\(name)"])
        }
    }
}

/// A rule for a column's text beyond the schema: an unknown word would make every read of the database fail.
enum FieldRule: Sendable {
    case words([String])
    /// A 64-bit unsigned integer, in decimal.
    case unsigned
    case texts, map, uuid
    /// What fixtures were resolved to, as a JSON array.
    case sources

    /// The rules, by table and column.
    static let all: [String: FieldRule] = [
        "run.uuid": .uuid, "run.seed": .unsigned, "run.command_line": .texts, "run.engine": .map, "run.host": .map,
        "run.against": .uuid,
        "run_scenario.questions": .texts, "run_scenario.sources": .sources,
        "job.side": .words(JobSide.allCases.map(\.rawValue)),
        "job.command_clock": .words(CommandClock.allCases.map(\.rawValue)),
        "job.outcome": .words(Outcome.allCases.map(\.rawValue)),
        "job.change_class": .words(ChangeClass.allCases.map(\.rawValue)),
        "job.failed_phase": .words(Phase.allCases.map(\.rawValue)), "job.output_tail": .texts,
        "step.miss_reason": .words(MissReason.allCases.map(\.rawValue)),
        "direct_run.direct_order": .words(DirectRecord.Order.allCases.map(\.rawValue)),
        "direct_run.outcome": .words(DirectRecord.End.allCases.map(\.rawValue)), "direct_run.output_tail": .texts,
        "probe.place": .words(ProbeRecord.Place.allCases.map(\.rawValue)),
        "audit.stage": .words(AuditRecord.Stage.allCases.map(\.rawValue)),
        "leak.attribution": .words(LeakRecord.Attribution.allCases.map(\.rawValue)),
        "requirement.state": .words(["fine", "degraded", "lacking"]),
        "verdict.verdict": .words(VerdictRecord.Verdict.allCases.map(\.rawValue)),
    ]

    /// What was expected in place of a text; nil where the text is valid.
    func expected(insteadOf text: String) -> String? {
        switch self {
        case .words(let words): words.contains(text) ? nil : "one of " + words.joined(separator: ", ")
        case .unsigned: UInt64(text) == nil ? "an integer from 0 to \(UInt64.max), in quotes" : nil
        case .texts: reads([String].self, text) ? nil : "a JSON array of texts, in quotes"
        case .map: reads([String: String].self, text) ? nil : "a JSON object of texts, in quotes"
        case .uuid: UUID(uuidString: text) == nil ? "a UUID" : nil
        case .sources: reads([ResolvedSource].self, text) ? nil : "a JSON array of resolved sources, in quotes"
        }
    }

    private func reads<Value: Decodable>(_ type: Value.Type, _ text: String) -> Bool {
        (try? JSONText.decode(type, from: text)) != nil
    }
}
