import Engine
import Foundation
import Housekeeping
import Model
import Provision

struct LedgerStage: JobStage {
    private let ledger: LedgerKeeper
    private let journal: any JobJournal

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let ledger = run.ledger, job.planned.configuration.usesFirstEngine else { return nil }
        (self.ledger, journal) = (ledger, run.journal)
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        if !ended.isEngineLost, let disk = await ledger.sample() { try await journal.attach(disk, to: ended.id) }
    }
}

/// Keeps the ledger of an engine: a sample after each job. One that fails is reported and skipped; it fails no job.
actor LedgerKeeper {
    /// After this many failures in a row, no more samples are tried: each may take the engine's whole time limit.
    private static let failuresAllowed = 3

    private let ledger: Ledger
    private let warn: @Sendable (String) -> Void
    private var failures = 0

    init(_ ledger: Ledger, warn: @escaping @Sendable (String) -> Void) {
        (self.ledger, self.warn) = (ledger, warn)
    }

    /// Opens the ledger of an engine in its current state; nil where that fails, which is reported.
    static func open(
        on client: EngineClient, embedded: EmbeddedEngine?, limits: LedgerLimits = LedgerLimits(),
        warn: @escaping @Sendable (String) -> Void
    ) async -> LedgerKeeper? {
        do {
            let source = try await DiskSource.of(client, embedded: embedded)
            let ledger = try await Ledger.open(on: client, source: source, limits: limits)
            if case .unseen(let reason) = ledger.source {
                warn("the ledger has the engine's own figures only: \(reason)")
            }
            return LedgerKeeper(ledger, warn: warn)
        } catch {
            warn("no ledger is kept: \(error)")
            return nil
        }
    }

    /// Takes a sample; nil where it fails, which is reported, or where none is taken any more.
    func sample() async -> DiskRecord? {
        guard failures < Self.failuresAllowed else { return nil }
        do {
            let sample = try await ledger.sample()
            failures = 0
            return DiskRecord(sample, of: ledger)
        } catch is CancellationError {
            return nil
        } catch {
            failures += 1
            let end = failures == Self.failuresAllowed ? "; no more samples are taken from this engine" : ""
            warn("no ledger sample after this job: \(error)\(end)")
            return nil
        }
    }

    /// The parts of the disk space that the engine does not report; empty where they are unknown. The configuration is
    /// that whose own engine it is; nil for the run's.
    func survey(of configuration: String? = nil) async -> [RemainderRecord] {
        guard failures < Self.failuresAllowed else { return [] }
        do {
            guard let survey = try await ledger.survey() else { return [] }
            return survey.parts.map {
                RemainderRecord(
                    part: $0.name.rawValue, bytes: $0.bytes, at: survey.sample.at, configuration: configuration)
            }
        } catch is CancellationError {
            return []
        } catch {
            warn("what the remainder consists of is not known: \(error)")
            return []
        }
    }
}

extension DiskRecord {
    fileprivate init(_ sample: LedgerSample, of ledger: Ledger) {
        self.init(
            openedAt: ledger.openedAt, at: sample.at, images: sample.engine.images,
            containers: sample.engine.containers, volumes: sample.engine.volumes, cache: sample.engine.buildCache,
            sharedCache: sample.engine.sharedCache, filesystem: sample.disk?.bytes, baseline: sample.baseline,
            filesystemSize: sample.disk?.size, inodes: sample.disk?.inodes, source: ledger.source.name,
            quiet: sample.quiet, seconds: sample.seconds, waited: sample.waited)
    }
}

extension DiskSource {
    /// How the disk of a run's engine is read; without an embedded one it is foreign.
    fileprivate static func of(_ client: EngineClient, embedded: EmbeddedEngine?) async throws -> DiskSource {
        guard let embedded else { return try await foreign(client) }
        let dataRoot = embedded.dataRoot
        guard embedded.filesystemIsOwn else { return .walk(dataRoot: dataRoot) }
        let root = (dataRoot as NSString).deletingLastPathComponent
        return .filesystem(root: root, dataRoot: dataRoot) {
            FilesystemUsage(path: dataRoot).map { DiskReading(bytes: $0.used, inodes: $0.inodes, size: $0.size) }
        }
    }
}
