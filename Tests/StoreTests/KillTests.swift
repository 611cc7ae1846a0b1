import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// The process dies by `kill -9` while it saves; its database is then read by another.
@Suite struct KillTests {
    @Test(arguments: [20, 55, 90])
    func nothingSavedIsLost(_ milliseconds: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-kill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("results.sqlite").path

        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, milliseconds = milliseconds as Int] in
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            let run = Samples.run()
            try database.begin(run)
            let killer = Thread {
                usleep(UInt32(milliseconds) * 1000)
                kill(getpid(), SIGKILL)
            }
            killer.start()
            for position in 0... {
                let id = try database.save(Samples.job(position: position, steps: 10), run: run.id)
                // Only what was said to be saved must be there.
                try Data("\(position)".utf8).write(to: URL(fileURLWithPath: path + ".saved"), options: [])
                try database.complete(job: id, wall: 12, cleanup: 1, own: OwnCost())
            }
        }

        let said = Int(try String(contentsOfFile: path + ".saved", encoding: .utf8)) ?? -1
        let database = try ResultsDatabase.open(path: path, access: .readWrite)
        let integrity = try database.reading { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        #expect(integrity == ["ok"])
        let run = try #require(try database.unfinishedRun(planHash: "plan"))
        let jobs = try database.jobs(run: run.id, including: [.steps])
        #expect(jobs.count >= said + 1)
        #expect(jobs.map(\.position) == Array(0..<jobs.count))
        #expect(jobs.allSatisfy { $0.steps.count == 10 })
        // At most the job in flight lacks its completion.
        #expect(jobs.dropLast().allSatisfy { $0.wall == 12 })
        #expect(try database.savedPositions(run: run.id, scenario: "overhead").count == jobs.count)
    }
}
