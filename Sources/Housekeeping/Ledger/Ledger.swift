import Engine
import Foundation
import Model

/// The account of one engine's disk: what the engine says, what the disk says, and the remainder.
///
/// Everything is measured against the moment at which the ledger was opened: on an engine that holds nothing yet, the
/// baseline is what an empty engine and its filesystem take.
///
/// **How the engine is asked.** By one `GET /system/df`. It is the only request that counts what images share once
/// (`LayersSize`) and that lists BuildKit's cache at all; the image list alone has sizes that overlap, and inspecting each
/// image to add up its layers takes a request an image and still leaves the cache out. What makes it slow is that it walks
/// the writable layers of containers and all volumes; API 1.42 can leave those out (`type`), 20.10 cannot, and the ledger
/// needs their columns. Between jobs there are hardly any of either. What a sample took stands in `docs/method.md`.
package struct Ledger: Sendable {
    /// How the disk is read. Where the walk at the opening was too long, it says that nothing can be seen.
    package let source: DiskSource
    /// Wall-clock time at which it was opened: samples of one ledger are on one scale.
    package let openedAt: Date
    /// The state that everything is measured against.
    package let opening: LedgerSample
    private let client: EngineClient
    private let limits: LedgerLimits
    private let emptySurvey: RemainderSurvey?

    /// Opens the ledger of an engine.
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
        (self.client, self.source, self.limits) = (client, source, limits)
        openedAt = Date()
        let taking = SampleTaking(client: client, source: source, limits: limits)
        var (opening, tally) = try await taking.sample()
        opening.baseline = opening.disk.map { $0.bytes - opening.engine.total }
        self.opening = opening
        if tally == nil { tally = try taking.walk(limits.walk) }
        emptySurvey = tally.flatMap { RemainderSurvey($0, opening) }
    }

    /// Takes a sample, once nothing changes any more or the wait for that is over: removal is asynchronous.
    /// - Throws: ``LedgerError``; `CancellationError`.
    package func sample() async throws -> LedgerSample {
        var sample = try await SampleTaking(client: client, source: source, limits: limits).sample().sample
        sample.baseline = opening.baseline
        return sample
    }

    /// Names what the remainder consists of, by a bounded walk over the data root: for the end of a series, as a walk
    /// disturbs what runs.
    /// - Returns: the sample that is explained, and its parts, which add up to its remainder; nil where the data root
    ///   cannot be read.
    /// - Throws: ``LedgerError``; `CancellationError`.
    package func survey() async throws -> (sample: LedgerSample, parts: [RemainderPart])? {
        let taking = SampleTaking(client: client, source: source, limits: limits)
        guard let tally = try taking.walk(limits.survey) else { return nil }
        let sample = try await self.sample()
        guard let survey = RemainderSurvey(tally, sample) else { return nil }
        return (sample, survey.growth(since: emptySurvey))
    }
}

extension RemainderSurvey {
    /// nil where the disk cannot be seen.
    fileprivate init?(_ tally: DataRootTally, _ sample: LedgerSample) {
        guard let disk = sample.disk else { return nil }
        self.init(tally, disk: disk.bytes, engine: sample.engine)
    }
}

/// What an engine keeps at one moment: by its own words, and by the disk's.
package struct LedgerSample: Sendable, Equatable {
    /// Wall-clock time at which it was complete.
    package var at: Date
    package var engine: EngineBytes
    /// What the disk says; nil where it cannot be seen.
    package var disk: DiskReading?
    /// What the disk held beyond the engine's words when the ledger was opened, in bytes; nil where it cannot be seen.
    package var baseline: Int?
    /// Whether nothing changed while it was taken.
    package var quiet: Bool
    /// How long taking it took, waiting for quiet included, in seconds.
    package var seconds: Double
    /// How much of that was waiting, in seconds.
    package var waited: Double

    /// What the disk holds beyond what the engine says and what was there at the start, in bytes; nil where it cannot
    /// be seen. It is negative where less is held than at the start.
    package var remainder: Int? {
        guard let disk, let baseline else { return nil }
        return disk.bytes - engine.total - baseline
    }
}

/// How long the ledger may take over what.
package struct LedgerLimits: Sendable, Equatable {
    package var engine: Duration = .seconds(10)
    /// How long to wait for two readings that are alike.
    package var quiet: Duration = .seconds(2)
    /// The shortest time between two readings that are compared; it doubles as long as they differ.
    package var interval: Duration = .milliseconds(5)
    var longestInterval: Duration = .milliseconds(200)
    /// The walk between two jobs over a data root that has no filesystem of its own.
    package var walk = WalkLimits()
    /// The walk at the end of a series that names what the remainder consists of.
    package var survey = WalkLimits(time: .seconds(60), entries: 5_000_000)

    package init(
        engine: Duration = .seconds(10), quiet: Duration = .seconds(2), interval: Duration = .milliseconds(5),
        longestInterval: Duration = .milliseconds(200), walk: WalkLimits = WalkLimits(),
        survey: WalkLimits = WalkLimits(time: .seconds(60), entries: 5_000_000)
    ) {
        (self.engine, self.quiet, self.interval) = (engine, quiet, interval)
        (self.longestInterval, self.walk, self.survey) = (longestInterval, walk, survey)
    }
}

/// Why the ledger has no sample.
typealias LedgerError = CodedError<LedgerProblem>

enum LedgerProblem: String, Sendable, CaseIterable {
    case engineHung = "engine_hung", engineFailed = "engine_failed"
    /// The engine does not say what its images' layers take together.
    case sharingUnknown = "sharing_unknown"
    /// The engine's filesystem does not answer: the engine may be gone.
    case unreadable = "filesystem_unreadable"
    /// The data root holds more than may be walked between two jobs.
    case tooLarge = "data_root_too_large"
}
