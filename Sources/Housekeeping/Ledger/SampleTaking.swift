import Engine
import Foundation
import Model

/// Takes one sample: asks the engine and reads the disk until both stay the same.
/// An engine's own filesystem is read before and after the engine is asked, at least `interval` apart. If both readings
/// agree in bytes and inodes, nothing was written or removed meanwhile, and one request is enough. Otherwise the engine
/// is asked until it gives the same answer twice.
struct SampleTaking {
    /// The answer of 20.10 while it handles the same request for another client.
    private static let busy = "already running"
    private static let pauseWhenBusy = Duration.milliseconds(50)

    let client: EngineClient
    let source: DiskSource
    let limits: LedgerLimits
    var store = ImageStore.layers
    /// Reads containerd's store on disk; nil on another, or if it cannot be read.
    var reader: StoreReader?

    func sample() async throws -> (sample: LedgerSample, tally: DataRootTally?) {
        let began = ContinuousClock.now
        var waiting = QuietWait(limits: limits, began: began)
        let engine: EngineBytes
        var disk: DiskReading?
        var tally: DataRootTally?
        switch source {
        case .filesystem(_, _, let read):
            (engine, disk) = try await settle(&waiting, read)
        case .walk(let dataRoot):
            engine = try await settle(&waiting)
            let found = try DataRootWalk.tally(dataRoot, as: .dataRoot, within: limits.walk)
            disk = DiskReading(bytes: found.whole.onDisk, inodes: found.whole.inodes)
            tally = found
        case .unseen: engine = try await settle(&waiting)
        }
        let sample = LedgerSample(
            at: Date(), engine: engine, disk: disk, baseline: nil, quiet: waiting.quiet,
            seconds: (.now - began) / .seconds(1), waited: waiting.waited / .seconds(1))
        return (sample, tally)
    }

    /// Walks everything on the engine's disk; nil if it cannot be read.
    func walk(_ limits: WalkLimits) throws -> DataRootTally? {
        switch source {
        case .filesystem(let root, let dataRoot, _):
            let below = dataRoot.dropFirst(root.count).split(separator: "/").map(String.init)
            return try DataRootWalk.tally(root, as: below.isEmpty ? .dataRoot : .above(below), within: limits)
        case .walk(let dataRoot): return try DataRootWalk.tally(dataRoot, as: .dataRoot, within: limits)
        case .unseen: return nil
        }
    }

    /// The store on which the engine keeps its images, and a reader of it if it is containerd's and can be read here.
    /// - Throws: ``LedgerError``; `CancellationError`.
    static func find(
        on client: EngineClient, _ source: DiskSource, within limit: Duration
    ) async throws -> (ImageStore, StoreReader?) {
        let store = try await answered(
            within: limit, "how it stores images", failed: LedgerProblem.engineFailed, hung: .engineHung
        ) { try await client.info().imageStore }
        guard store == .containerd, let dataRoot = source.dataRoot else { return (store, nil) }
        let reader = StoreReader(dataRoot: dataRoot)
        return (store, (try? reader.read(store, records: [])) == nil ? nil : reader)
    }

    private func settle(
        _ waiting: inout QuietWait, _ read: @Sendable () -> DiskReading?
    ) async throws -> (engine: EngineBytes, disk: DiskReading) {
        var before = try reading(read)
        while true {
            let asked = ContinuousClock.now
            let engine = try await ask()
            try await waiting.pause(since: asked)
            let after = try reading(read)
            if waiting.isOver(alike: after == before) { return (engine, after) }
            before = after
        }
    }

    private func settle(_ waiting: inout QuietWait) async throws -> EngineBytes {
        var before = try await ask()
        while true {
            try await waiting.pause(since: .now)
            let after = try await ask()
            if waiting.isOver(alike: after == before) { return after }
            before = after
        }
    }

    private func reading(_ read: @Sendable () -> DiskReading?) throws -> DiskReading {
        if let reading = read() { return reading }
        throw LedgerError(.unreadable, "the engine's filesystem does not report its use: has the engine ended?")
    }

    /// Asks the engine, within the time limit. Retries if the engine is busy with the same request.
    private func ask() async throws -> EngineBytes {
        let usage = try await answered(
            within: limits.engine, "what it keeps", failed: LedgerProblem.engineFailed, hung: .engineHung
        ) { [client] in
            while true {
                do {
                    return try await client.diskUsage()
                } catch let error as EngineError where error.message.contains(Self.busy) {
                    try await Task.sleep(for: Self.pauseWhenBusy)
                }
            }
        }
        return try EngineBytes(usage, store: store, stored: try reader.map { try stored($0, usage) })
    }

    private func stored(_ reader: StoreReader, _ usage: DiskUsage) throws(LedgerError) -> StoredBytes {
        do {
            return StoredBytes(try reader.read(.containerd, records: usage.buildCache).parts)
        } catch {
            throw LedgerError(.unreadable, "\(error.message): has the engine ended?")
        }
    }
}

/// The wait for two equal readings: the time between them, and when it is over.
struct QuietWait {
    private let limits: LedgerLimits
    private let deadline: ContinuousClock.Instant
    private var interval: Duration
    private(set) var quiet = false
    private(set) var waited = Duration.zero

    init(limits: LedgerLimits, began: ContinuousClock.Instant) {
        self.limits = limits
        deadline = began + limits.quiet
        interval = limits.interval
    }

    /// Waits until the interval has passed since an instant.
    mutating func pause(since instant: ContinuousClock.Instant) async throws {
        let began = ContinuousClock.now
        let until = instant + interval
        guard began < until else { return }
        try await Task.sleep(until: until, clock: .continuous)
        waited += ContinuousClock.now - began
    }

    /// Records whether the last two readings were equal, and returns whether to stop reading.
    mutating func isOver(alike: Bool) -> Bool {
        quiet = alike
        interval = min(interval * 2, limits.longestInterval)
        return alike || ContinuousClock.now >= deadline
    }
}

/// Usage of the disk that holds an engine's data.
package struct DiskReading: Sendable, Equatable {
    /// Bytes in use: whole blocks, and what the filesystem uses for itself.
    package var bytes: Int
    /// Inodes in use: files, directories and whatever else has a name.
    package var inodes: Int
    /// Size of the filesystem in bytes; nil if others share it.
    package var size: Int?

    package init(bytes: Int, inodes: Int, size: Int? = nil) {
        (self.bytes, self.inodes, self.size) = (bytes, inodes, size)
    }
}

/// Source of the disk figure, independent of what the engine reports.
package enum DiskSource: Sendable {
    /// The filesystem is the engine's own: one call reports its usage, to the block.
    /// `root` is the filesystem's root and `dataRoot` the engine's data root below it, both as this process can read
    /// them.
    case filesystem(root: String, dataRoot: String, read: @Sendable () -> DiskReading?)
    /// The filesystem is shared, and the data root can be read here: it is walked, within limits.
    case walk(dataRoot: String)
    /// Not visible from here; with the reason.
    case unseen(String)

    /// The engine's data root, as this process can read it; nil if it is not visible.
    var dataRoot: String? {
        switch self {
        case .filesystem(_, let dataRoot, _), .walk(let dataRoot): dataRoot
        case .unseen: nil
        }
    }

    package var name: String {
        switch self {
        case .filesystem: "statfs"
        case .walk: "walk"
        case .unseen: "none"
        }
    }
}
