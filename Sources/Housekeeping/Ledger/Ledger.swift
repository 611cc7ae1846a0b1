import Engine
import Foundation
import Model

/// The account of one engine's disk: what the engine reports, what the disk reports, and the difference: unaccounted bytes.
/// Everything is measured relative to the opening of the ledger. On a new engine, the baseline is what an empty engine
/// and its filesystem take.
/// On containerd's store the engine's figures are replaced by those of its databases, if these can be read.
/// The engine is asked by one `GET /system/df`: the only request that counts shared layers of images once (`LayersSize`), and that
/// lists BuildKit's cache. It is slow because it walks the writable layers of containers and all volumes; between jobs there are
/// hardly any. The cost of a sample is in `docs/method.md`.
package struct Ledger: Sendable {
    /// Source of the disk figure. If the walk at the opening was too long, it is `unseen`.
    package let source: DiskSource
    /// Wall-clock time of the opening: samples of one ledger share one scale.
    package let openedAt: Date
    /// The state relative to which everything is measured.
    package let opening: LedgerSample
    private let taking: SampleTaking
    private let emptySurvey: RemainderSurvey?

    /// - Throws: ``LedgerError``; `CancellationError`.
    package static func open(
        on client: EngineClient, source: DiskSource, limits: LedgerLimits = LedgerLimits()
    ) async throws -> Ledger {
        do {
            return try await Ledger(client, source, limits)
        } catch let error as LedgerError where error.code == .tooLarge {
            return try await Ledger(client, .unseen(error.description), limits)
        }
    }

    private init(_ client: EngineClient, _ source: DiskSource, _ limits: LedgerLimits) async throws {
        self.source = source
        openedAt = Date()
        let (store, reader) = try await SampleTaking.find(on: client, source, within: limits.engine)
        taking = SampleTaking(client: client, source: source, limits: limits, store: store, reader: reader)
        var (opening, tally) = try await taking.sample()
        opening.baseline = opening.disk.map { $0.bytes - opening.engine.total }
        self.opening = opening
        if tally == nil { tally = try taking.walk(limits.walk) }
        emptySurvey = tally.flatMap { tally in
            opening.disk.map { RemainderSurvey(tally, disk: $0.bytes, engine: opening.engine, on: store) }
        }
    }

    /// Takes a sample when nothing changes any more, or the wait for that is over: removal is asynchronous.
    /// - Throws: ``LedgerError``; `CancellationError`.
    package func sample() async throws -> LedgerSample {
        var sample = try await taking.sample().sample
        sample.baseline = opening.baseline
        return sample
    }

    /// Breaks down the unaccounted bytes by a bounded walk over the data root. For the end of a series, because a walk
    /// disturbs what runs.
    /// - Returns: the sample and the parts of its unaccounted bytes, which add up to `remainder`; nil if the data root
    ///   cannot be read.
    /// - Throws: ``LedgerError``; `CancellationError`.
    package func survey() async throws -> (sample: LedgerSample, parts: [RemainderPart])? {
        guard let tally = try taking.walk(taking.limits.survey) else { return nil }
        let sample = try await self.sample()
        guard let disk = sample.disk else { return nil }
        let survey = RemainderSurvey(tally, disk: disk.bytes, engine: sample.engine, on: taking.store)
        return (sample, survey.growth(since: emptySurvey))
    }
}

/// What an engine stores at one moment, as the engine reports and as the disk reports.
package struct LedgerSample: Sendable, Equatable {
    package var at: Date
    package var engine: EngineBytes
    /// Usage of the disk; nil if it is not visible.
    package var disk: DiskReading?
    /// Unaccounted bytes on the disk when the ledger was opened; nil if the disk is not visible.
    package var baseline: Int?
    /// Whether nothing changed while it was taken.
    package var quiet: Bool
    /// Seconds to take it, and the part of them spent waiting for quiet.
    package var seconds, waited: Double

    /// Unaccounted bytes beyond those at the opening; nil if the disk is not visible. Negative if it holds fewer.
    package var remainder: Int? {
        guard let disk, let baseline else { return nil }
        return disk.bytes - engine.total - baseline
    }
}

package struct LedgerLimits: Sendable, Equatable {
    /// How long the engine may take to answer.
    package var engine: Duration
    /// How long to wait for two equal readings.
    package var quiet: Duration
    /// The shortest time between two compared readings; it doubles while they differ.
    package var interval: Duration
    var longestInterval: Duration
    /// The walks: between two jobs over a data root without its own filesystem, and at the end of a series for the unaccounted bytes.
    package var walk, survey: WalkLimits

    package init(
        engine: Duration = .seconds(10), quiet: Duration = .seconds(2), interval: Duration = .milliseconds(5),
        longestInterval: Duration = .milliseconds(200), walk: WalkLimits = WalkLimits(),
        survey: WalkLimits = WalkLimits(time: .seconds(60), entries: 5_000_000)
    ) {
        (self.engine, self.quiet, self.interval) = (engine, quiet, interval)
        (self.longestInterval, self.walk, self.survey) = (longestInterval, walk, survey)
    }
}

typealias LedgerError = CodedError<LedgerProblem>

enum LedgerProblem: String, Sendable, CaseIterable {
    case engineHung = "engine_hung", engineFailed = "engine_failed"
    /// The engine does not report the combined size of its images' layers.
    case sharingUnknown = "sharing_unknown"
    /// The engine's filesystem does not answer: the engine may be gone.
    case unreadable = "filesystem_unreadable"
    /// The data root holds more than may be walked between two jobs.
    case tooLarge = "data_root_too_large"
}
