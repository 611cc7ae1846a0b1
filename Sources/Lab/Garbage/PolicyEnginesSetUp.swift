import Engine
import Foundation
import Housekeeping
import Model
import Provision

/// The engines of a plan that varies the factor `policy`: one for each builder and policy, all up at the same time, so that jobs
/// stay in the plan's balanced order.
struct PolicyEngines: Sendable {
    /// What has an engine of its own.
    struct Key: Hashable, Sendable {
        let builder: Builder
        let policy: GarbagePolicy

        /// Nil where the configuration has no policy.
        init?(_ configuration: Configuration) {
            guard let policy = configuration.policy else { return nil }
            builder = configuration.builder
            self.policy = policy
        }

        /// All that a plan needs, in the order in which its jobs need them.
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
/// The engine of the policy `none` is what the others are compared with. It has the disk of the run's own engine, on which
/// there is room: jobs that a full disk refuses could be compared with nothing. When the others' disk would have been full
/// is told by its own.
struct PolicyEnginesSetUp: Sendable {
    /// On the disks of policies, alike on all.
    private static let bytesPerInode = 4096

    let request: RunRequest
    let session: EngineSession
    /// Where what collections saw is kept; it goes with the run.
    let directory: String
    let events: @Sendable (LabEvent) -> Void

    private var tell: @Sendable (String) -> Void {
        { [events] in events(.preparing($0)) }
    }

    /// Runs a body with an engine for each policy; with nil where the plan varies none.
    ///
    /// - Throws: `PolicyEnginesError`, `EmbeddedEngineError`, `EngineError` when they cannot be set up; what the body throws.
    func with(_ plan: Plan, _ body: @Sendable (PolicyEngines?) async throws -> RunEnd) async throws -> RunEnd {
        let keys = PolicyEngines.Key.all(of: plan)
        guard !keys.isEmpty else { return try await body(nil) }
        guard session.embedded != nil, case .embedded = request.engine else {
            throw PolicyEnginesError(
                .engineNotEmbedded,
                "scenario \(plan.scenario) varies the policy, and brings up an engine for each of them: run it with "
                    + "--engine embedded")
        }
        // The reference last: by then the others have told how much such a disk takes.
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
        // Marks are of bytes: small files must not use up the inodes of a small disk first.
        options.bytesPerInode = Self.bytesPerInode
        // Builds then reach the mirror by one address on all: their steps are alike.
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
        // Before anything is put on the engine: what an empty one takes is the baseline.
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

    /// What is there before the first job is the worker's, and stays whatever the policy.
    private func names(on client: EngineClient) async throws -> [String] {
        try await client.images(all: true).flatMap(\.tags).filter { $0 != "<none>:<none>" }
    }

    /// Builds follow each other within seconds, so that no age may be asked for.
    static func rules(keeping names: [String]) -> CollectionRules {
        CollectionRules(
            scope: .marked, keep: names.map { NamePattern($0) }, minimumAge: 0, buildCache: true)
    }
}

/// Why policies cannot be compared.
typealias PolicyEnginesError = CodedError<PolicyEnginesErrorCode>

/// What keeps policies from being compared, for programs.
enum PolicyEnginesErrorCode: String {
    /// The run is on an engine that is not Plimsoll's own.
    case engineNotEmbedded = "engine_not_embedded"
    /// An engine shares the host's disk, or its disk cannot be seen.
    case noDiskOfItsOwn = "no_disk_of_its_own"
}
