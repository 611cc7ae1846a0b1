import Foundation
import Model
import Questions
import Statistics
import Store

/// Whether what Plimsoll reads of an engine is what was planted there: a run of `ProofTree`, judged by bounds that are
/// fixed beforehand.
package struct EngineProof: Sendable {
    /// How far the median of a command's time may be from the truth, in seconds.
    static let clockBound = 0.02
    /// The greatest share of the added bytes that the engine's account may differ from the disk.
    static let diskBound = 0.02
    /// The metrics that it reads.
    private static let growth = ["engine_grown_bytes", "remainder_grown_bytes"].compactMap { MetricTable.standard[$0] }

    package enum Outcome: String, Sendable {
        case holds
        /// The engine behaves differently, or what it says is misread.
        case differs
        /// This engine, from here, does not show it.
        case unseen = "not seen"
    }

    package struct Truth: Sendable {
        package let builder: String
        package let what: String
        package let planted: String
        package let measured: String
        package let outcome: Outcome
    }

    package let engine: String
    package let run: UUID
    package let truths: [Truth]

    package var holds: Bool { !truths.contains { $0.outcome == .differs } }

    /// Reads a run of the proof's scenarios, and judges it.
    /// - Parameter engine: its name and version.
    /// - Throws: `ResultsError`.
    package static func read(_ database: ResultsDatabase, run: UUID, engine: String) throws -> EngineProof {
        let jobs = try database.jobs(run: run, including: [.stepCounts, .disk, .metrics(growth)])
        let leaks = try database.leaks(run: run)
        let audits = try database.audits(run: run)
        var truths: [Truth] = []
        for builder in Set(jobs.map(\.cell.configuration)).sorted() {
            let own = jobs.filter { $0.cell.configuration == builder }
            let judge = BuilderTruths(builder: builder, jobs: own)
            let ids = Set(own.map(\.id))
            truths += judge.clocks + judge.steps + [judge.disk]
            truths += judge.leftovers(
                leaks.filter { $0.leak.job.map(ids.contains) ?? false }.map(\.leak.kind),
                audits: audits.filter { $0.job.map(ids.contains) ?? false }.map(\.record))
        }
        return EngineProof(engine: engine, run: run, truths: truths)
    }
}

/// The truths of the jobs of one builder.
private struct BuilderTruths {
    let builder: String
    let jobs: [Job]

    private func jobs(of tree: ProofTree) -> [Job] {
        jobs.filter { $0.cell.fixture == tree.rawValue }.sorted { $0.position < $1.position }
    }

    private func truth(
        _ what: String, _ planted: String, _ measured: String, _ outcome: EngineProof.Outcome
    ) -> EngineProof.Truth {
        EngineProof.Truth(builder: builder, what: what, planted: planted, measured: measured, outcome: outcome)
    }

    var clocks: [EngineProof.Truth] {
        ProofTree.allCases.map { tree in
            let planned = jobs(of: tree)
            let times = planned.compactMap(\.command)
            guard times.count == planned.count, !times.isEmpty else {
                return truth(
                    "time of `\(tree.words)`", seconds(tree.seconds), "\(planned.count - times.count) jobs have none",
                    .differs)
            }
            let measured = median(times)
            let isNear = abs(measured - tree.seconds) <= EngineProof.clockBound
            return truth(
                "time of `\(tree.words)`", seconds(tree.seconds), seconds(measured), isNear ? .holds : .differs)
        }
    }

    var steps: [EngineProof.Truth] {
        let replayed = jobs(of: .idle).filter { !$0.warmup }
        return ProofTree.changes.enumerated().map { index, change in
            let what = "steps built after: \(change.subject.lowercased())"
            guard index < replayed.count, replayed[index].outcome == .succeeded else {
                return truth(what, "\(change.misses)", "no job succeeded", .differs)
            }
            let misses = replayed[index].cacheableSteps - replayed[index].cachedSteps
            return truth(what, "\(change.misses)", "\(misses)", misses == change.misses ? .holds : .differs)
        }
    }

    var disk: EngineProof.Truth {
        let (what, planted) = ("growth of the disk", "\(Words.bytes(ProofTree.addedBytes)) or more")
        let replayed = jobs(of: .idle).filter { !$0.warmup }
        guard replayed.contains(where: { $0.disk?.filesystem != nil }) else {
            return truth(what, planted, "no account of its disk, or no sight of it", .unseen)
        }
        let reported = replayed.compactMap { $0.metric(0) }.reduce(0, +)
        let unnamed = replayed.compactMap { $0.metric(1) }.reduce(0, +)
        let isTrue =
            reported >= (1 - EngineProof.diskBound) * ProofTree.addedBytes
            && abs(unnamed) <= EngineProof.diskBound * reported
        return truth(
            what, planted, "\(Words.bytes(reported)) reported, \(Words.bytes(unnamed)) not named",
            isTrue ? .holds : .differs)
    }

    /// One container is left behind on purpose.
    func leftovers(_ kinds: [String], audits: [AuditRecord]) -> [EngineProof.Truth] {
        let planted = "container"
        let besides = Dictionary(grouping: kinds.filter { $0 != planted }, by: \.self).map { "\($1.count) \($0)" }
            .sorted()
        let unseen = Set(audits.flatMap(\.kinds).filter { $0.sight != "seen" }.map(\.name)).sorted()
        let found = kinds.count { $0 == planted }
        return [
            truth(
                "containers left behind", "1", "\(found)",
                found == 1 ? .holds : unseen.contains(planted) ? .unseen : .differs),
            truth(
                "left besides", "nothing",
                (besides.isEmpty ? ["nothing"] : besides).joined(separator: ", ")
                    + (unseen.isEmpty ? "" : "; not seen: \(unseen.joined(separator: ", "))"),
                !besides.isEmpty ? .differs : unseen.isEmpty ? .holds : .unseen),
        ]
    }

    private func seconds(_ seconds: Double) -> String { String(format: "%.3f s", seconds) }
}
