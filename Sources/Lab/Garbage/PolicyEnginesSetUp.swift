import Engine
import Foundation
import Housekeeping
import Model
import Provision

/// An engine for each builder and policy of a plan. All are up at the same time, so that jobs keep the balanced order.
struct PolicyEngines: Sendable {
    struct Key: Hashable, Sendable {
        let builder: Builder
        let policy: GarbagePolicy

        init?(_ configuration: Configuration) {
            guard let policy = configuration.policy else { return nil }
            (builder, self.policy) = (configuration.builder, policy)
        }
    }

    fileprivate(set) var engines: [Key: PolicyEngine] = [:]

    func engine(for job: PlannedJob) -> PolicyEngine? { Key(job.configuration).flatMap { engines[$0] } }

    func byConfiguration(of plan: Plan) -> [(configuration: String, engine: PolicyEngine)] {
        plan.policies.compactMap { key, configuration in engines[key].map { (configuration, $0) } }
    }
}

extension Plan {
    /// The engines that its jobs need, in their order, each with the name of the first configuration built there.
    fileprivate var policies: [(key: PolicyEngines.Key, configuration: String)] {
        var seen: Set<PolicyEngines.Key> = []
        return jobs.compactMap { job in
            guard let key = PolicyEngines.Key(job.configuration), seen.insert(key).inserted else { return nil }
            return (key, job.configuration.name)
        }
    }
}

/// The engine of the policy `none` is the reference for the others. It uses the large disk of the run's own engine:
/// jobs that fail on a full disk could not be compared with anything. Its figures show when the others' disk would be
/// full.
extension PlanRunner {
    /// The same for all policies. Marks are in bytes: small files must not use up a small disk's inodes first.
    private static let bytesPerInode = 4096

    /// Runs a body with an engine for each policy, which are taken down afterwards; with nil where the plan varies
    /// none. Throws `PolicyEnginesError`, `EmbeddedEngineError`, `EngineError` when they cannot be set up.
    func withPolicyEngines(_ body: @Sendable (PolicyEngines?) async throws -> RunEnd) async throws -> RunEnd {
        let keys = plan.policies.map(\.key)
        guard !keys.isEmpty else { return try await body(nil) }
        guard session.embedded != nil, case .embedded(_, let diskBytes) = request.engine else {
            throw PolicyEnginesError(
                .engineNotEmbedded,
                "scenario \(plan.scenario) varies the policy, and needs an engine for each of them: run it with "
                    + "--engine embedded")
        }
        // The reference last: by then the others have shown how large such a disk is.
        let ordered = keys.filter { $0.policy != .nothing } + keys.filter { $0.policy == .nothing }
        return try await raise(ordered[...], PolicyEngines(), reference: diskBytes, capacity: nil, body)
    }

    /// The reference's disk is as large as the run's own; the capacity is that of the disk made before. Both in bytes.
    private func raise(
        _ keys: ArraySlice<PolicyEngines.Key>, _ raised: PolicyEngines, reference: Int, capacity: Int?,
        _ body: @Sendable (PolicyEngines?) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard let key = keys.first else { return try await body(raised) }
        let isReference = key.policy == .nothing
        let terms = plan.workload.collection ?? CollectionTerms()
        tell("starting an engine for the policy \(key.policy.rawValue) with \(key.builder.rawValue)")
        var options = EmbeddedEngineOptions(
            stateDirectory: request.stateDirectory, diskBytes: isReference ? max(reference, terms.disk) : terms.disk)
        options.bytesPerInode = Self.bytesPerInode
        // Builds then reach the mirror by the same address on all engines, so their steps are the same.
        options.bridge = session.embedded?.bridge
        options.source = session.embedded?.source ?? .host
        return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
            try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                guard engine.filesystemIsOwn, let usage = FilesystemUsage(path: engine.dataRoot) else {
                    throw PolicyEnginesError(
                        .noDiskOfItsOwn,
                        "engine \(engine.name) has no disk of its own to judge its policy by: give this host "
                            + "free loop devices")
                }
                let capacity = isReference ? capacity ?? terms.disk : usage.used + usage.free
                return try await observingStarts(on: client) { starts in
                    let made = FleetEngine(client: client, engine: engine, extraHosts: [], starts: starts)
                    var raised = raised
                    raised.engines[key] = try await ready(made, key.policy, terms, capacity: capacity)
                    return try await raise(keys.dropFirst(), raised, reference: reference, capacity: capacity, body)
                }
            }
        }
    }

    private func ready(
        _ made: FleetEngine, _ policy: GarbagePolicy, _ terms: CollectionTerms, capacity: Int
    ) async throws -> PolicyEngine {
        let (client, engine) = (made.client, made.engine)
        let warn: @Sendable (String) -> Void = { [surroundings] in surroundings.warn($0) }
        // Before anything is put on the engine: the use of an empty one is the baseline.
        guard let ledger = await LedgerKeeper.open(on: client, embedded: engine, warn: warn) else {
            throw PolicyEnginesError(.noDiskOfItsOwn, "the disk of engine \(engine.name) could not be recorded")
        }
        var own = request
        own.parts = request.parts.filter { $0.plan.scenario == plan.scenario }
        let mirror = try await own.startMirror(nil, on: client, tell)
        _ = try await own.provideImages(nil, on: client, tell)
        // What is there before the first job belongs to the worker, and stays whatever the policy.
        let names = try await client.images(all: true).flatMap(\.tags).filter { $0 != "<none>:<none>" }
        // Builds follow each other within seconds, so no minimum age can be required.
        let rules = CollectionRules(
            scope: .marked, keep: names.map { NamePattern($0) }, minimumAge: 0, buildCache: true)
        let root = engine.dataRoot
        let gauge = DiskGauge { FilesystemUsage(path: root).map { DiskSpace(used: $0.used, free: $0.free) } }
        let collections = policy.collections(on: terms, tag: "")
        var ready = made
        ready.extraHosts = mirror?.extraHosts ?? []
        return PolicyEngine(
            engine: ready, policy: policy, terms: terms, rules: rules,
            schedule: Shared(CollectionSchedule(collections, buildsADay: terms.buildsADay)),
            sightings: SightingsFile(stateDirectory: directory.path, engine: engine.name),
            store: StoreReader(dataRoot: root), ledger: ledger,
            gauge: gauge, mutex: EngineMutex(directory: try await MutexPlace.directory(of: client)), capacity: capacity)
    }
}

typealias PolicyEnginesError = CodedError<PolicyEnginesErrorCode>

enum PolicyEnginesErrorCode: String {
    case engineNotEmbedded = "engine_not_embedded"
    /// An engine shares the host's disk, or its disk cannot be seen.
    case noDiskOfItsOwn = "no_disk_of_its_own"
}
