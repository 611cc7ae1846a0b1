import Engine
import Foundation

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
public struct Ledger: Sendable {
    /// How the disk is read. Where the walk at the opening was too long, it says that nothing can be seen.
    public let source: DiskSource
    /// Wall-clock time at which it was opened: samples of one ledger are on one scale.
    public let openedAt: Date
    /// The state that everything is measured against.
    public let opening: LedgerSample
    private let client: EngineClient
    private let limits: LedgerLimits
    private let emptySurvey: RemainderSurvey?

    /// Opens the ledger of an engine.
    ///
    /// - Throws: ``LedgerError``; `CancellationError`.
    public static func open(
        on client: EngineClient, source: DiskSource, limits: LedgerLimits = LedgerLimits()
    ) async throws -> Ledger {
        do {
            return try await Ledger(client, source, limits)
        } catch let error as LedgerError where error.code == .tooLarge {
            return try await Ledger(client, .unseen(error.description), limits)
        }
    }

    private init(_ client: EngineClient, _ source: DiskSource, _ limits: LedgerLimits) async throws {
        self.client = client
        self.source = source
        self.limits = limits
        openedAt = Date()
        let taking = SampleTaking(client: client, source: source, limits: limits)
        var (opening, tally) = try await taking.sample()
        opening.baseline = opening.disk.map { $0.bytes - opening.engine.total }
        self.opening = opening
        if tally == nil { tally = try taking.walk(limits.walk) }
        emptySurvey = tally.flatMap { RemainderSurvey($0, opening) }
    }

    /// Takes a sample, once nothing changes any more or the wait for that is over: removal is asynchronous.
    ///
    /// - Throws: ``LedgerError``; `CancellationError`.
    public func sample() async throws -> LedgerSample {
        var sample = try await SampleTaking(client: client, source: source, limits: limits).sample().sample
        sample.baseline = opening.baseline
        return sample
    }

    /// Names what the remainder consists of, by a bounded walk over the data root: for the end of a series, as a walk
    /// disturbs what runs.
    ///
    /// - Returns: the sample that is explained, and its parts, which add up to its remainder; nil where the data root cannot
    ///   be read.
    /// - Throws: ``LedgerError``; `CancellationError`.
    public func survey() async throws -> (sample: LedgerSample, parts: [RemainderPart])? {
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
