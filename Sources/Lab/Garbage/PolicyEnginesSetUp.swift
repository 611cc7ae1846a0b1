import Engine
import Foundation
import Housekeeping
import Model
import Provision

/// The engines of a plan that varies the factor `policy`: one for each builder and policy. All are up at the same time,
/// so that jobs keep the plan's balanced order.
struct PolicyEngines: Sendable {
    struct Key: Hashable, Sendable {
        let builder: Builder
        let policy: GarbagePolicy

        /// Nil where the configuration has no policy.
        init?(_ configuration: Configuration) {
            guard let policy = configuration.policy else { return nil }
            builder = configuration.builder
            self.policy = policy
        }

        /// All keys of a plan, in the order in which its jobs need them.
        static func all(of plan: Plan) -> [Key] {
            var keys: [Key] = []
            for key in plan.jobs.compactMap({ Key($0.configuration) }) where !keys.contains(key) { keys.append(key) }
            return keys
        }
    }

    private(set) var engines: [Key: PolicyEngine] = [:]

    /// The engine of a job; nil where its configuration has no policy.
    func engine(for job: PlannedJob) -> PolicyEngine? {
        Key(job.configuration).flatMap { engines[$0] }
    }

    /// Every engine once, with the name of the first configuration that a plan builds there.
    func byConfiguration(of plan: Plan) -> [(configuration: String, engine: PolicyEngine)] {
        var seen: Set<Key> = []
        return plan.jobs.compactMap { job in
            guard let key = Key(job.configuration), seen.insert(key).inserted, let engine = engines[key] else {
                return nil
            }
            return (job.configuration.name, engine)
        }
    }

    mutating func add(_ engine: PolicyEngine, for key: Key) {
        engines[key] = engine
    }
}

/// Brings up an engine for each policy of a plan, and takes them down after it.
///
/// The engine of the policy `none` is the reference for the others. It uses the large disk of the run's own engine:
/// jobs that fail on a full disk could not be compared with anything. Its own disk figures show when the others' disk
/// would have been full.
struct PolicyEnginesSetUp: Sendable {
    /// The same on the disks of all policies.
    private static let bytesPerInode = 4096

    let request: RunRequest
    let session: EngineSession
    /// The directory of the sightings files; it is removed with the run.
    let directory: String
    let events: @Sendable (LabEvent) -> Void

    private var tell: @Sendable (String) -> Void {
        { [events] in events(.preparing($0)) }
    }

    /// Runs a body with an engine for each policy; with nil where the plan varies none.
    ///
    /// - Throws: `PolicyEnginesError`, `EmbeddedEngineError`, `EngineError` when they cannot be set up; what the body
    ///   throws.
    func with(_ plan: Plan, _ body: @Sendable (PolicyEngines?) async throws -> RunEnd) async throws -> RunEnd {
        let keys = PolicyEngines.Key.all(of: plan)
        guard !keys.isEmpty else { return try await body(nil) }
        guard session.embedded != nil, case .embedded = request.engine else {
            throw PolicyEnginesError(
                .engineNotEmbedded,
                "scenario \(plan.scenario) varies the policy, and brings up an engine for each of them: run it with "
                    + "--engine embedded")
        }
        // The reference last: by then the others have shown how large such a disk is.
        let ordered = keys.filter { $0.policy != .nothing } + keys.filter { $0.policy == .nothing }
        return try await raise(ordered[...], of: plan, PolicyEngines(), capacity: nil, body)
    }

    private func raise(
        _ keys: ArraySlice<PolicyEngines.Key>, of plan: Plan, _ raised: PolicyEngines, capacity: Int?,
        _ body: @Sendable (PolicyEngines?) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard let key = keys.first else { return try await body(raised) }
        let terms = plan.workload.collection ?? CollectionTerms()
        tell("bringing up an engine for the policy \(key.policy.rawValue) with \(key.builder.rawValue)")
        var options = EmbeddedEngineOptions(stateDirectory: request.stateDirectory, diskBytes: terms.disk)
        if key.policy == .nothing, case .embedded(let bytes) = request.engine {
            options.diskBytes = max(bytes, terms.disk)
        }
        // Marks are in bytes: small files must not use up a small disk's inodes first.
        options.bytesPerInode = Self.bytesPerInode
        // Builds then reach the mirror by the same address on all engines, so their steps are the same.
        options.bridge = session.embedded?.bridge
        return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
            try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                guard engine.filesystemIsOwn, let usage = FilesystemUsage(path: engine.dataRoot) else {
                    throw PolicyEnginesError(
                        .noDiskOfItsOwn,
                        "engine \(engine.name) has no disk of its own, by which its policy could be judged: let this host have "
                            + "free loop devices")
                }
                let own = usage.used + usage.free
                let capacity = key.policy == .nothing ? capacity ?? terms.disk : own
                var raised = raised
                raised.add(try await ready(engine, client, key, of: plan, terms, capacity: capacity), for: key)
                return try await raise(keys.dropFirst(), of: plan, raised, capacity: capacity, body)
            }
        }
    }

    private func ready(
        _ engine: EmbeddedEngine, _ client: EngineClient, _ key: PolicyEngines.Key, of plan: Plan,
        _ terms: CollectionTerms, capacity: Int
    ) async throws -> PolicyEngine {
        // Before anything is put on the engine: the use of an empty one is the baseline.
        guard
            let ledger = await LedgerKeeper.open(
                on: client, embedded: engine, warn: { [events] in events(.warning($0)) })
        else {
            throw PolicyEnginesError(
                .noDiskOfItsOwn, "no account could be kept of the disk of engine \(engine.name)")
        }
        var own = request
        own.parts = request.parts.filter { $0.plan.scenario == plan.scenario }
        let mirror = try await session.startMirror(own, on: client, tell)
        _ = try await EngineSession.provideImages(own, nil, on: client, tell)
        let root = engine.dataRoot
        let gauge = DiskGauge { FilesystemUsage(path: root).map { DiskSpace(used: $0.used, free: $0.free) } }
        let mutex = EngineMutex(directory: try await MutexPlace.directory(of: client))
        let keeper = PolicyKeeper(
            of: client, policy: key.policy, terms: terms, rules: Self.rules(keeping: try await names(on: client)),
            gauge: gauge, mutex: mutex, sightings: SightingsFile(stateDirectory: directory, engine: engine.name))
        return PolicyEngine(
            engine: FleetEngine(client: client, engine: engine, extraHosts: mirror?.extraHosts ?? []),
            keeper: keeper, ledger: ledger, gauge: gauge, mutex: mutex,
            marks: PolicyEngine.Marks(capacity: capacity, terms: terms))
    }

    /// What is there before the first job belongs to the worker, and stays whatever the policy.
    private func names(on client: EngineClient) async throws -> [String] {
        try await client.images(all: true).flatMap(\.tags).filter { $0 != "<none>:<none>" }
    }

    /// Builds follow each other within seconds, so no minimum age can be required.
    static func rules(keeping names: [String]) -> CollectionRules {
        CollectionRules(
            scope: .marked, keep: names.map { NamePattern($0) }, minimumAge: 0, buildCache: true)
    }
}

typealias PolicyEnginesError = CodedError<PolicyEnginesErrorCode>

/// Why policies cannot be compared.
enum PolicyEnginesErrorCode: String {
    /// The run is on an engine that is not Plimsoll's own.
    case engineNotEmbedded = "engine_not_embedded"
    /// An engine shares the host's disk, or its disk cannot be seen.
    case noDiskOfItsOwn = "no_disk_of_its_own"
}
