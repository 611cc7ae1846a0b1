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
        return try EngineBytes(usage)
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

/// What an engine reports that it stores, by kind, nothing twice. All in bytes.
/// An engine counts file lengths. What these take on disk beyond that, and what the engine stores for itself, is in the
/// ledger's unaccounted bytes.
package struct EngineBytes: Sendable, Equatable {
    /// Layers of images, each once however many images share it. This is the engine's own sum, with every layer of a
    /// tagged or outermost image once, whichever builder made it.
    package var images = 0
    /// What containers, including stopped ones, wrote into their own layers.
    package var containers = 0
    /// Volumes; those of drivers that do not report a size count as nothing.
    package var volumes = 0
    /// Records of BuildKit's cache that no image shares.
    package var buildCache = 0
    /// Records of BuildKit's cache whose layers belong to an image: part of `images`, and so of no sum.
    package var sharedCache = 0

    package var total: Int { images + containers + volumes + buildCache }
}

extension EngineBytes {
    /// Adds up an engine's answer.
    /// - Throws: ``LedgerError`` of code `sharingUnknown` if the engine has images and does not report the combined
    ///   size of their layers (Podman). The images' sizes alone would count shared layers several times.
    init(_ usage: DiskUsage) throws(LedgerError) {
        if usage.layersSize == 0, let image = usage.images.first(where: { $0.size > 0 }) {
            throw LedgerError(
                .sharingUnknown,
                "the engine does not report the size of all its layers, so shared data cannot be counted once: "
                    + "switch the ledger off for it (`workload: {ledger: never}`) "
                    + "(LayersSize is 0, image \(image.id) has \(image.size) bytes)")
        }
        self.init(images: usage.layersSize)
        // A size that an engine does not know is -1.
        containers = usage.containers.reduce(0) { $0 + max(0, $1.writableSize) }
        volumes = usage.volumes.reduce(0) { $0 + max(0, $1.usage?.size ?? 0) }
        buildCache = usage.buildCache.reduce(0) { $1.shared ? $0 : $0 + max(0, $1.size) }
        sharedCache = usage.buildCache.reduce(0) { $1.shared ? $0 + max(0, $1.size) : $0 }
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

    package var name: String {
        switch self {
        case .filesystem: "statfs"
        case .walk: "walk"
        case .unseen: "none"
        }
    }
}
