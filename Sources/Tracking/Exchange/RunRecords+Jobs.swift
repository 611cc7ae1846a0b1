import GRDB

extension RunRecords {
    /// A run's jobs in the order in which they were saved, each with all that belongs to it alone.
    func forEachJob(of run: Int64, _ body: (ExchangeObject) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT job.id, configuration.name, \(tables.job.list) FROM job
                JOIN configuration ON configuration.id = job.configuration WHERE job.run = ? ORDER BY job.id
                """,
            arguments: [run])
        while let row = try rows.next() {
            let id: Int64 = row[0]
            let configuration: String = row[1]
            var members: [ExchangeObject.Member] = [
                .init("kind", .text("job")), .init("configuration", .text(configuration)),
            ]
            members += tables.job.members(row, from: 2)
            members.append(.init("steps", try steps(of: id)))
            members.append(.init("direct_run", try only(tables.direct, of: id)))
            members.append(.init("disk", try only(tables.disk, of: id)))
            members.append(.init("probes", try probes(of: id)))
            try body(ExchangeObject(members))
        }
    }

    /// Points of a run by series, each series in the order in which they were recorded.
    func forEachPoint(of run: Int64, _ body: (ExchangeObject) throws -> Void) throws {
        let series = try Row.fetchAll(
            database, sql: "SELECT series.id, \(tables.series.list) FROM series WHERE run = ? ORDER BY series.id",
            arguments: [run])
        for found in series {
            let id: Int64 = found[0]
            let name = tables.series.members(found, from: 1)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT job.scenario, job.position, \(tables.point.list) FROM point LEFT JOIN job ON job.id = point.job
                    WHERE point.series = ? ORDER BY point.rowid
                    """,
                arguments: [id])
            while let row = try rows.next() {
                let members = [ExchangeObject.Member("kind", .text("point"))] + name + [job(row, from: 0)]
                try body(ExchangeObject(members + tables.point.members(row, from: 2)))
            }
        }
    }

    private func steps(of job: Int64) throws -> ExchangeValue {
        let statement = try database.cachedStatement(
            sql: """
                SELECT instruction.text, \(tables.step.list) FROM step JOIN instruction ON instruction.id = step.instruction
                WHERE step.job = ? ORDER BY step.ordinal
                """)
        let steps = try Row.fetchAll(statement, arguments: [job]).map { row in
            let instruction: String = row[0]
            let members = [ExchangeObject.Member("instruction", .text(instruction))] + tables.step.members(row, from: 1)
            return ExchangeValue.object(ExchangeObject(members))
        }
        return .list(steps)
    }

    private func probes(of job: Int64) throws -> ExchangeValue {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(tables.probeKind.list), \(tables.probe.list) FROM probe
                JOIN probe_kind ON probe_kind.id = probe.kind WHERE probe.job = ?
                ORDER BY probe.place, probe_kind.name, probe_kind.tries, probe_kind.expected, probe_kind.matters
                """)
        let kinds = tables.probeKind.columns.count
        let probes = try Row.fetchAll(statement, arguments: [job]).map { row in
            let members = tables.probeKind.members(row, from: 0) + tables.probe.members(row, from: kinds)
            return ExchangeValue.object(ExchangeObject(members))
        }
        return .list(probes)
    }

    /// The one row of a table that a job may have.
    private func only(_ table: ExchangeTable, of job: Int64) throws -> ExchangeValue {
        let statement = try database.cachedStatement(sql: "SELECT \(table.list) FROM \(table.name) WHERE job = ?")
        guard let row = try Row.fetchOne(statement, arguments: [job]) else { return .null }
        return .object(ExchangeObject(table.members(row, from: 0)))
    }
}
