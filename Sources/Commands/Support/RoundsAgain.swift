import Foundation
import Model
import Store
import Tracking

/// Measures both states of a comparison again, in rounds of one run.
struct RoundsAgain {
    /// Rounds of each configuration, for each that was asked for.
    private static let rounds = 12

    let base, candidate: LocatedRun
    private let command: MeasuringCommand
    private let count: Int

    /// Nil where the runs' records do not say what each built, or both built the same: rounds would show no difference.
    init?(_ base: LocatedRun, _ candidate: LocatedRun, _ options: ConfirmationOptions, executable: String) {
        guard options.baseWith == nil, options.candidateWith == nil,
            Self.differ(base.run.record.scenarios, candidate.run.record.scenarios)
        else { return nil }
        (self.base, self.candidate) = (base, candidate)
        command = MeasuringCommand(of: candidate.run.record, executable: executable)
        count = options.rounds * Self.rounds
    }

    /// Whether a git fixture of both ended in another state.
    private static func differ(_ base: [RunRecord.ScenarioEntry], _ candidate: [RunRecord.ScenarioEntry]) -> Bool {
        candidate.contains { entry in
            let others = base.first { $0.name == entry.name }?.sources ?? []
            return entry.sources.contains { source in
                guard let other = others.first(where: { $0.fixture == source.fixture }),
                    source.revisions.last?.time != nil
                else { return false }
                return other.revisions.last?.id != source.revisions.last?.id
                    || !source.differences(from: other).isEmpty
            }
        }
    }

    /// The same figures, compared anew.
    func run(terms: ComparisonTerms, wanted: (Metric) -> Bool, tell: (String) -> Void) async throws -> Night {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-confirm-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("rounds.sqlite").path
        func name(_ run: LocatedRun) -> String {
            URL(fileURLWithPath: run.database.path).path + "#" + run.run.id.uuidString
        }
        tell("measuring again, \(count) rounds of both states: \(command.shell)")
        // Both as recorded: the range, the Dockerfile and the command may be others by now.
        let again = try await command.measure(
            into: path, ["--against", name(base), "--candidate", name(candidate), "--rounds", "\(count)"])
        return try Night.compare(base, again, terms: terms, wanted: wanted)
    }
}
