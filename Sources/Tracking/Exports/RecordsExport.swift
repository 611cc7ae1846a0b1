import Foundation
import Store

/// All records of one run or of all, a JSON object a line.
struct RecordsExport {
    let run: UUID?
    let tool: String

    /// Writes them as they were at one moment, also while a run goes on.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        try sink.write(ExchangeFormat.header(tool: tool))
        try database.reading { database in
            let records = try RunRecords(database)
            for found in try records.runs(only: run) {
                try sink.write(try records.run(found.id))
                var count = 0
                try records.forEach(of: found.id) { record in
                    try sink.write(record)
                    count += 1
                }
                try sink.write(ExchangeFormat.end(of: found.uuid, records: count))
            }
        }
    }
}
