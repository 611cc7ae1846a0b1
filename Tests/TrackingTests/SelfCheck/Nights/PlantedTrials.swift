import Foundation
import Model
import Store

@testable import SyntheticRuns
@testable import Tracking

/// Nights of a self-check whose verdicts are planted, and culprits as a comparison would name them.
enum PlantedTrials {
    static let commit = "0123456789abcdef0123456789abcdef01234567"

    static func trial(
        _ plant: NightPlant, _ outcome: Night.Outcome, isExplained: Bool = true, isLoaded: Bool = false,
        seconds: Double = 150
    ) -> NightTrial {
        NightTrial(
            plant: plant, isLoaded: isLoaded, run: UUID(), seconds: seconds, outcome: outcome,
            headline: "\(outcome.rawValue): a planted | headline", isExplained: isExplained)
    }

    /// So many nights of a kind, of which so many alarmed.
    static func trials(
        _ plant: NightPlant, alarms: Int, of count: Int, named: Int? = nil, isLoaded: Bool = false
    ) -> [NightTrial] {
        (0..<count).map {
            trial(
                plant, $0 < alarms ? .regression : .unchanged, isExplained: $0 < named ?? alarms, isLoaded: isLoaded)
        }
    }

    static func culprit(
        _ place: Culprit.Place, since commit: String? = commit, grown: Double? = nil
    ) -> Culprit {
        let suspect = commit.map { SuspectCommit(revision: .init(id: $0, subject: "planted"), certainty: .sure) }
        return Culprit(
            scenario: "nights", fixture: "app", place: place, values: grown.map { (150_000_000, 150_000_000 + $0) },
            commit: suspect, newer: 1, differences: [])
    }

    static func step(_ instruction: String, isNew: Bool = false) -> StepPair {
        StepPair(instruction: instruction, isNew: isNew)
    }

    /// A job of which the step of this instruction failed.
    static func failed(at instruction: String) throws -> NightJob {
        var run = SyntheticRun()
        run.plant([1]) { job in
            job.outcome = .buildFailed
            job.steps = [
                StepRecord(ordinal: 0, instruction: "FROM plimsoll/base:bookworm", cacheable: false, cached: false),
                StepRecord(
                    ordinal: 1, instruction: instruction, cacheable: true, cached: false, error: "exit code: 1"),
            ]
        }
        return try present(try NightJob.read(try run.database(), run: run.record.id).first)
    }
}
