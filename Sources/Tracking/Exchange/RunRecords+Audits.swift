import GRDB

extension RunRecords {
    /// A run's audits in the order in which they were taken, each with its kinds and with what it found first.
    func forEachAudit(of run: Int64, _ body: (ExchangeObject) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT audit.id, job.scenario, job.position, \(tables.audit.list) FROM audit
                LEFT JOIN job ON job.id = audit.job WHERE audit.run = ? ORDER BY audit.id
                """,
            arguments: [run])
        while let row = try rows.next() {
            let id: Int64 = row[0]
            let start = [ExchangeObject.Member("kind", .text("audit")), job(row, from: 1)]
            var members = start + tables.audit.members(row, from: 3)
            members.append(.init("kinds", try list(tables.auditKind, "audit = ? ORDER BY kind", id)))
            members.append(.init("leaks", try leaks(of: id)))
            try body(ExchangeObject(members))
        }
    }

    private func leaks(of audit: Int64) throws -> ExchangeValue {
        let statement = try database.cachedStatement(
            sql: """
                SELECT job.scenario, job.position, \(tables.leak.list) FROM leak LEFT JOIN job ON job.id = leak.job
                WHERE leak.audit = ? ORDER BY leak.id
                """)
        let leaks = try Row.fetchAll(statement, arguments: [audit]).map { row in
            ExchangeValue.object(ExchangeObject([job(row, from: 0)] + tables.leak.members(row, from: 2)))
        }
        return .list(leaks)
    }
}
