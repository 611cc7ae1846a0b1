import GRDB

/// Every table whose rows are exchanged. Columns that later migrations add come along by themselves; a table that they add has its
/// place here, or among those that are left out.
struct ExchangeTables: Sendable {
    /// The ids of each table that say nothing to another database.
    static let keys: [String: Set<String>] = [
        "run": ["id"], "run_scenario": ["run"], "requirement": ["run"],
        "job": ["id", "run", "configuration"], "configuration": ["id"],
        "step": ["job", "instruction"], "instruction": ["id"], "direct_run": ["job"], "disk": ["job"],
        "probe": ["job", "kind"], "probe_kind": ["id"],
        "series": ["id", "run"], "point": ["series", "job"],
        "audit": ["id", "run", "job"], "audit_kind": ["audit"], "leak": ["id", "audit", "job"],
        "verdict": ["run"],
    ]
    /// What stays with its database: names that its users gave to runs.
    static let left: Set<String> = ["baseline"]

    let run: ExchangeTable
    let scenario: ExchangeTable
    let requirement: ExchangeTable
    let job: ExchangeTable
    let step: ExchangeTable
    let direct: ExchangeTable
    let disk: ExchangeTable
    let probe: ExchangeTable
    let probeKind: ExchangeTable
    let series: ExchangeTable
    let point: ExchangeTable
    let audit: ExchangeTable
    let auditKind: ExchangeTable
    let leak: ExchangeTable
    let verdict: ExchangeTable

    init(_ database: Database) throws {
        func table(_ name: String) throws -> ExchangeTable {
            try ExchangeTable(name, without: Self.keys[name] ?? [], database)
        }
        run = try table("run")
        scenario = try table("run_scenario")
        requirement = try table("requirement")
        job = try table("job")
        step = try table("step")
        direct = try table("direct_run")
        disk = try table("disk")
        probe = try table("probe")
        probeKind = try table("probe_kind")
        series = try table("series")
        point = try table("point")
        audit = try table("audit")
        auditKind = try table("audit_kind")
        leak = try table("leak")
        verdict = try table("verdict")
    }
}
