import Foundation
import Model
import Store
import Tracking

/// Measures both sides of a comparison again, in turn: base, candidate, candidate, base. Drift of the host affects both.
struct Remeasurement {
    let comparison: Comparison
    let base, candidate: MeasuringCommand
    let rounds: Int

    /// - Throws: `TrackingError`, `sameSides` where both sides would run the same command.
    init(_ comparison: Comparison, options: ConfirmationOptions, executable: String) throws {
        self.comparison = comparison
        func command(_ words: String?, _ run: RunSummary) -> MeasuringCommand {
            words.map(MeasuringCommand.init) ?? MeasuringCommand(of: run.record, executable: executable)
        }
        base = command(options.baseWith, comparison.base)
        candidate = command(options.candidateWith, comparison.candidate)
        rounds = options.rounds
        guard base != candidate else {
            throw TrackingError(
                .sameSides,
                "--confirm would measure the same on both sides, by `\(base.shell)`: give another command with "
                    + "--base-with, for example with an older plimsoll, another engine or an earlier checkout"
            )
        }
    }

    func run(tell: (String) -> Void) async throws -> Confirmation {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-confirm-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let suspects = Set(comparison.worse.map(\.metric))
        var measured: (base: [MeasuredRun], candidate: [MeasuredRun]) = ([], [])
        let order = (0..<rounds).flatMap { _ in [true, false, false, true] }
        for (turn, isBase) in order.enumerated() {
            let command = isBase ? base : candidate
            tell("measuring again, \(turn + 1) of \(order.count): \(command.shell)")
            let path = folder.appendingPathComponent("\(turn).sqlite").path
            let run = try await measure(command, path) { suspects.contains($0) }
            if isBase { measured.base.append(run) } else { measured.candidate.append(run) }
        }
        return try Confirmation(
            of: comparison, base: measured.base, candidate: measured.candidate, baseCommand: base.shell,
            candidateCommand: candidate.shell)
    }

    private func measure(
        _ command: MeasuringCommand, _ path: String, wanted: @escaping (Metric) -> Bool
    ) async throws -> MeasuredRun {
        let again = try await command.measure(into: path)
        return try MeasuredRun.read(again.database, run: again.run.id, wanted: wanted)
    }
}

extension MeasuringCommand {
    /// Runs it, and finds what it measured.
    /// - Parameter path: the database that it makes.
    /// - Throws: `CancellationError` where a signal stopped it; `TrackingError`, `cannotConfirm`.
    func measure(into path: String, _ options: [String] = []) async throws -> LocatedRun {
        let end = try await HeldCommand(words: words(database: path, options)).run()
        if end.isStop { throw CancellationError() }
        // A job that failed is a result too.
        guard end == .exited(0) || end == .exited(ExitStatus.failedJob.rawValue) else {
            throw TrackingError(
                .cannotConfirm, "what looks worse could not be measured again: `\(shell)` \(end.words)")
        }
        let database = try TrackedDatabase.open(path)
        guard let run = try database.latestRun() else {
            throw TrackingError(.cannotConfirm, "`\(shell)` measured nothing: it must be a `plimsoll run`")
        }
        return LocatedRun(database: database, run: run)
    }
}

extension HeldCommand.End {
    /// Whether a signal stopped it: then the comparison must stop too.
    fileprivate var isStop: Bool {
        self == .exited(ExitStatus.interrupted.rawValue) || EndingSignals.all.contains { self == .signaled($0) }
    }

    fileprivate var words: String {
        switch self {
        case .exited(let status): "ended with status \(status)"
        case .signaled(let number): "was ended by signal \(number)"
        }
    }
}
