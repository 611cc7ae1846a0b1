import Engine
import Foundation

/// Takes one sample: asks the engine and reads the disk until both stay the same.
///
/// A filesystem that is the engine's own is read before and after the engine was asked, at least `interval` apart: where
/// both readings are alike to the byte and the inode, nothing was written or removed while the engine added up, and one
/// question to it is enough. Elsewhere the engine is asked until it says the same twice.
struct SampleTaking {
    /// What 20.10 answers while it works on the same question for somebody else.
    private static let busy = "already running"
    private static let pauseWhenBusy = Duration.milliseconds(50)

    let client: EngineClient
    let source: DiskSource
    let limits: LedgerLimits

    /// The sample, and what the walk found where one was needed.
    func sample() async throws -> (sample: LedgerSample, tally: DataRootTally?) {
        let clock = ContinuousClock()
        let began = clock.now
        var waiting = QuietWait(limits: limits, began: began)
        let engine: EngineBytes
        var disk: DiskReading?
        var tally: DataRootTally?
        switch source {
        case .filesystem(_, _, let read):
            let settled = try await settle(&waiting, read)
            engine = settled.engine
            disk = settled.disk
        case .walk(let dataRoot):
            engine = try await settle(&waiting)
            let found = try DataRootWalk.tally(dataRoot, as: .dataRoot, within: limits.walk)
            disk = DiskReading(bytes: found.whole.onDisk, inodes: found.whole.inodes)
            tally = found
        case .unseen:
            engine = try await settle(&waiting)
        }
        let sample = LedgerSample(
            at: Date(), engine: engine, disk: disk, baseline: nil, quiet: waiting.quiet,
            seconds: (clock.now - began) / .seconds(1), waited: waiting.waited / .seconds(1))
        return (sample, tally)
    }

    /// Walks everything on the engine's disk; nil where that cannot be read.
    func walk(_ limits: WalkLimits) throws -> DataRootTally? {
        switch source {
        case .filesystem(let root, let dataRoot, _):
            let below = dataRoot.dropFirst(root.count).split(separator: "/").map(String.init)
            return try DataRootWalk.tally(root, as: below.isEmpty ? .dataRoot : .above(below), within: limits)
        case .walk(let dataRoot):
            return try DataRootWalk.tally(dataRoot, as: .dataRoot, within: limits)
        case .unseen:
            return nil
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
        throw LedgerError(.unreadable, "the engine's filesystem does not say what is used: has the engine ended?")
    }

    /// Asks the engine, whose patience for a second question at the same time is limited, for at most the limit.
    private func ask() async throws -> EngineBytes {
        let usage: DiskUsage
        do {
            usage = try await withDeadline(.now + limits.engine) { [client] in
                while true {
                    do {
                        return try await client.diskUsage()
                    } catch let error as EngineError where error.message.contains(Self.busy) {
                        try await Task.sleep(for: Self.pauseWhenBusy)
                    }
                }
            }
        } catch let error as EngineError {
            try Task.checkCancellation()
            throw LedgerError(.engineFailed, "the engine failed to say what it keeps", cause: error.description)
        } catch is DeadlinePassed {
            try Task.checkCancellation()
            throw LedgerError(
                .engineHung, "the engine did not say within \(limits.engine) what it keeps: is it overloaded or hung?")
        }
        return try EngineBytes(usage)
    }
}
