import GRDB

/// The tables that a run lands in.
struct LandingTables {
    /// What a kind of probe is made of.
    static let probeKind = ["name", "tries", "expected", "matters"]

    let run: RecordInsertion
    let scenario: RecordInsertion
    let requirement: RecordInsertion
    let job: RecordInsertion
    let step: RecordInsertion
    let direct: RecordInsertion
    let disk: RecordInsertion
    let probe: RecordInsertion
    let point: RecordInsertion
    let audit: RecordInsertion
    let auditKind: RecordInsertion
    let leak: RecordInsertion
    let verdict: RecordInsertion
    /// The columns of a run's own row, but for its id.
    let runColumns: [String]
    var configurations = SharedRows("configuration", ["name"])
    var instructions = SharedRows("instruction", ["text"])
    var probeKinds = SharedRows("probe_kind", LandingTables.probeKind)
    var series = SharedRows("series", ["name", "unit"])

    init(_ database: Database) throws {
        let tables = try ExchangeTables(database)
        run = RecordInsertion(tables.run, besides: ["kind", "jobs", "scenarios", "requirements"])
        scenario = RecordInsertion(tables.scenario)
        requirement = RecordInsertion(tables.requirement)
        job = RecordInsertion(
            tables.job, besides: ["kind", "configuration", "steps", "direct_run", "disk", "probes"])
        step = RecordInsertion(tables.step, besides: ["instruction"])
        direct = RecordInsertion(tables.direct)
        disk = RecordInsertion(tables.disk)
        probe = RecordInsertion(tables.probe, besides: Set(Self.probeKind))
        point = RecordInsertion(tables.point, besides: ["kind", "job", "name", "unit"])
        audit = RecordInsertion(tables.audit, besides: ["kind", "job", "kinds", "leaks"])
        auditKind = RecordInsertion(tables.auditKind)
        leak = RecordInsertion(tables.leak, besides: ["job"])
        verdict = RecordInsertion(tables.verdict, besides: ["kind"])
        runColumns = tables.run.columns.map(\.name)
    }
}
