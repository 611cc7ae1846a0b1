import Model

/// Two jobs that differ in one thing only: the state that is built, the night, or a factor.
package struct JobPair: Sendable {
    package let base, candidate: NightJob

    package var scenario: String { candidate.job.cell.scenario }
    package var fixture: String { candidate.job.cell.fixture }
    var isWarmup: Bool { base.job.warmup || candidate.job.warmup }
    var haveSucceeded: Bool { base.job.outcome == .succeeded && candidate.job.outcome == .succeeded }

    /// The two sides of each round of a run.
    static func rounds(of jobs: [NightJob]) -> [JobPair] {
        struct Round: Hashable {
            let scenario, fixture, configuration: String
            let number: Int

            init(_ job: NightJob) {
                (scenario, fixture) = (job.job.cell.scenario, job.job.cell.fixture)
                (configuration, number) = (job.configuration, job.job.round)
            }
        }
        let references = Dictionary(jobs.filter { $0.side == .reference }.map { (Round($0), $0) }) { first, _ in first }
        return jobs.filter { $0.side == .candidate }.compactMap { job in
            references[Round(job)].map { JobPair(base: $0, candidate: job) }
        }
    }

    /// The jobs that two runs have in common: of one fixture, configuration, revision, class and purpose.
    static func revisions(_ base: [NightJob], _ candidate: [NightJob]) -> [JobPair] {
        let others = Dictionary(base.filter { $0.side == nil }.map { (PairKey($0), $0) }) { first, _ in first }
        return candidate.filter { $0.side == nil }.compactMap { job in
            others[PairKey(job)].map { JobPair(base: $0, candidate: job) }
        }
    }
}
