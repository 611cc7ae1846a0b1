import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Each figure of an engine is planted true, and then wrong, one at a time.
struct EngineProofTests {
    @Test func whereAllIsAsPlantedItHolds() throws {
        let proof = try PlantedProof().proof()
        #expect(proof.holds && proof.truths.allSatisfy { $0.outcome == .holds })
        #expect(proof.truths.count == 2 + ProofTree.changes.count + 3, "clocks, steps, disk, what is left")
        #expect(EngineProofReport(proof).headline == "Docker 99.0: all 9 figures are as planted.")
    }

    @Test("a clock beyond the bound is wrong, one within it is not", arguments: [(0.019, true), (0.021, false)])
    func clocks(error: Double, holds: Bool) throws {
        var planted = PlantedProof()
        planted.clockError = error
        let wrong = try planted.proof().truths.filter { $0.outcome == .differs }
        #expect(wrong.map(\.what) == (holds ? [] : ["time of `sleep 2`", "time of `true`"]))
    }

    @Test("a step more or less than planted is wrong", arguments: [(0, 1), (1, -1), (1, 1), (2, -1), (3, 1)])
    func steps(change: Int, more: Int) throws {
        var planted = PlantedProof()
        planted.misses[change] += more
        let wrong = try planted.proof().truths.filter { $0.outcome == .differs }
        #expect(wrong.map(\.measured) == ["\(ProofTree.changes[change].misses + more)"])
    }

    @Test("bytes that the account does not name, or that were never there", arguments: [0.5, 0.97, 1.03])
    func disks(share: Double) throws {
        var planted = PlantedProof()
        planted.reportedShare = share
        #expect(try planted.proof().truths.filter { $0.outcome == .differs }.map(\.what) == ["growth of the disk"])
    }

    @Test func bytesThatNeitherAccountNorDiskHasAreWrong() throws {
        var planted = PlantedProof()
        planted.grownShare = 0.5
        #expect(try planted.proof().truths.filter { $0.outcome == .differs }.map(\.what) == ["growth of the disk"])
    }

    @Test func aKindThatAuditsDoNotSeeIsNoProof() throws {
        var planted = PlantedProof()
        planted.sight = "hidden"
        let hidden = try planted.proof()
        #expect(hidden.holds && hidden.truths.filter { $0.outcome == .unseen }.map(\.what) == ["left besides"])
        planted.leaks = []
        #expect(try planted.proof().truths.filter { $0.outcome == .unseen }.count == 2)
    }

    @Test func aDiskThatIsNotSeenIsNoProof() throws {
        var planted = PlantedProof()
        planted.seesDisk = false
        let proof = try planted.proof()
        #expect(proof.holds && proof.truths.filter { $0.outcome == .unseen }.map(\.what) == ["growth of the disk"])
        #expect(EngineProofReport(proof).headline.hasSuffix("1 cannot be seen from here."))
    }

    @Test("neither a container that is not found nor anything else that is", arguments: [[], ["container", "volume"]])
    func leftovers(kinds: [String]) throws {
        var planted = PlantedProof()
        planted.leaks = kinds.map { LeakRecord(kind: $0, object: "abc") }
        let wrong = try planted.proof().truths.filter { $0.outcome == .differs }
        #expect(wrong.map(\.measured) == [kinds.isEmpty ? "0" : "1 volume"])
    }

    @Test func aJobThatFailedIsWrong() throws {
        var planted = PlantedProof()
        planted.failing = 1
        let wrong = try planted.proof().truths.filter { $0.outcome == .differs }
        #expect(wrong.contains { $0.what == "steps built after: change a byte" && $0.measured == "no job succeeded" })
    }
}

/// A run of the proof's scenarios with one builder.
private struct PlantedProof {
    var clockError = 0.0
    var misses = ProofTree.changes.map(\.misses)
    var reportedShare = 1.0
    /// What the disk grows, and the engine says of it, of what was planted.
    var grownShare = 1.0
    var seesDisk = true
    /// Of containers.
    var sight = "seen"
    var leaks = [LeakRecord(kind: "container", object: "abc")]
    /// The change whose job fails.
    var failing: Int?

    func proof() throws -> EngineProof {
        let database = try ResultsDatabase.inMemory()
        var record = SyntheticRun().record
        record.scenarios = ProofTree.allCases.map {
            RunRecord.ScenarioEntry(name: "proof-\($0)", hash: "cafe", questions: [], text: "name: proof-\($0)")
        }
        try database.begin(record)
        for tree in ProofTree.allCases { try save(tree, record, to: database) }
        try database.end(run: record.id, at: record.startedAt, reason: "finished")
        return try EngineProof.read(database, run: record.id, engine: "Docker 99.0")
    }

    private func save(_ tree: ProofTree, _ record: RunRecord, to database: ResultsDatabase) throws {
        var (reported, used) = (50_000_000, 60_000_000)
        for number in -2..<ProofTree.changes.count {
            var job = JobRecord(
                scenario: "proof-\(tree.rawValue)", configuration: "builder=buildkit", fixture: tree.rawValue,
                revision: "\(number)", changeClass: .source, position: number + 2, round: number + 2,
                startedAt: record.startedAt.addingTimeInterval(Double(number)))
            job.warmup = number < 0
            let missing = number < 0 ? 0 : misses[number]
            job.steps = (0..<4).map {
                StepRecord(ordinal: $0, instruction: "RUN \($0)", cacheable: true, cached: $0 < 4 - missing)
            }
            (job.wall, job.command) = (5, tree.seconds + clockError)
            if number == failing, tree == .idle {
                (job.outcome, job.command) = (.buildFailed, nil)
            }
            if number >= 0, ProofTree.changes[number].misses > 0 {
                let grown = Double(ProofTree.layerBytes) * grownShare
                used += Int(grown)
                reported += Int(grown * reportedShare)
            }
            let id = try database.save(job, run: record.id)
            try database.attach(
                disk: DiskRecord(
                    openedAt: record.startedAt, at: job.startedAt, images: reported, containers: 0, volumes: 0,
                    cache: 0, sharedCache: 0, filesystem: seesDisk ? used : nil,
                    baseline: seesDisk ? 10_000_000 : nil, source: "statfs", quiet: true, seconds: 0.01, waited: 0),
                to: id)
            var audit = AuditRecord(
                scenario: job.scenario, stage: .job, at: job.startedAt, seconds: 0,
                kinds: [.init(name: "container", sight: sight, count: 1)])
            if number == 0, tree == .idle {
                audit.leaks = leaks.map { leak in
                    var leak = leak
                    leak.job = id
                    return leak
                }
            }
            try database.record(audit, after: id, run: record.id)
        }
    }
}
