import Engine
import Fixtures
import Model
import Provision

/// A registry and further workers beside a run's own, for plans with the factor `cache` or `delivery`. The run's engine
/// is the first worker: it builds first, stays warm, and pushes.
struct Fleet: Sendable {
    let depot: Depot
    /// That of jobs whose registry fails, so that no other job's figures have the faults; nil: the plan has none.
    let faulty: Depot?
    let seeder: CacheSeeder
    var workers: [FleetRole: FleetWorker] = [:]

    init(_ first: FirstWorker, faulty: Depot? = nil) {
        (depot, self.faulty, seeder) = (Depot(first), faulty, CacheSeeder(first))
    }

    var registry: EmbeddedRegistry { depot.registry }

    func worker(for job: PlannedJob) -> FleetWorker? { FleetRole(job.configuration).flatMap { workers[$0] } }

    func depot(for job: PlannedJob) -> Depot {
        FleetRole(job.configuration) == .faulty ? faulty ?? depot : depot
    }

    /// The keys of the first worker's own streams, for jobs before which it builds, each with its own tree.
    static func seedKeys(of keys: [StreamKey]) -> [StreamKey] {
        var seen: Set<StreamKey> = []
        return keys.filter { $0.configuration.cache == .registry || $0.configuration.delivery != nil }
            .map { StreamKey(fixture: $0.fixture, configuration: Configuration(builder: $0.configuration.builder)) }
            .filter { seen.insert($0).inserted }
    }

    /// The stream with which the first worker builds for a job. Throws `FleetError` where the registry is lost;
    /// `LabError`.
    func seedStream(for job: PlannedJob, of streams: [StreamKey: JobStream]) throws -> JobStream {
        if let complaint = depot(for: job).registry.complaint() { throw FleetError(.registryLost, complaint) }
        guard let key = Self.seedKeys(of: [StreamKey(job)]).first, let stream = streams[key] else {
            throw LabError.missing(fixture: job.fixture)
        }
        return stream
    }

    /// Whether a part of it is gone, so that jobs cannot go on with it.
    func isLost() async -> Bool {
        for depot in [depot, faulty] where depot?.registry.complaint() != nil { return true }
        for worker in workers.values where await !worker.engine.client.answers() { return true }
        return false
    }
}

/// A registry, and what the first worker built for it to deliver.
struct Depot: Sendable {
    let registry: EmbeddedRegistry
    let releases: ReleaseBuilder

    init(_ first: FirstWorker) { (registry, releases) = (first.registry, ReleaseBuilder(first)) }
}

/// What a further worker's engine is for. Each has its own, so that no job finds what another kind of job left there.
enum FleetRole: Hashable, Sendable {
    /// Jobs without a warm cache: it is made cold before each of them.
    case cache
    /// Jobs of the next stage. They find what the stage's earlier jobs of the same delivery left.
    case delivery(Delivery)
    /// Jobs of the next stage whose registry fails.
    case faulty

    /// Nil where jobs run on the run's own engine.
    init?(_ configuration: Configuration) {
        if let delivery = configuration.delivery {
            self = configuration.fault?.isOfRegistry ?? false ? .faulty : .delivery(delivery)
        } else if let cache = configuration.cache, cache != .local {
            self = .cache
        } else {
            return nil
        }
    }

    var words: String {
        switch self {
        case .cache: "jobs without a warm cache"
        case .delivery(let delivery): "the next stage, \(delivery.rawValue)"
        case .faulty: "jobs whose registry fails"
        }
    }
}

extension Plan {
    /// The further workers that its jobs need, in a fixed order.
    var fleetRoles: [FleetRole] {
        let needed = Set(jobs.compactMap { FleetRole($0.configuration) })
        let further = Delivery.allCases.map { FleetRole.delivery($0) } + [.faulty]
        return (variesCache ? [.cache] : []) + further.filter(needed.contains)
    }
}

extension Configuration {
    /// Whether its jobs run on the run's own engine.
    var usesFirstEngine: Bool { FleetRole(self) == nil }
    /// Whether its jobs find nothing that earlier jobs left on their engine.
    var isAlwaysCold: Bool { FleetRole(self) == .cache }
}

struct FleetEngine: Sendable {
    let client: EngineClient
    let engine: EmbeddedEngine
    var extraHosts: [String]
    /// Its start events; nil where its own start times are true.
    var starts: StartEvents?
}

struct FleetWorker: Sendable {
    let engine: FleetEngine
    let cold: ColdEngine

    /// Moves a job here. Its traffic with the registry is counted.
    func take(_ job: inout StagedJob, registry: EmbeddedRegistry) {
        (job.client, job.starts) = (engine.client, engine.starts)
        job.settings.extraHosts = engine.extraHosts
        let name = engine.engine.name
        job.counts = { registry.traffic(with: name).map { [CachePoint.registryBytes.point(Double($0.total))] } ?? [] }
    }
}

typealias FleetError = CodedError<FleetErrorCode>

enum FleetErrorCode: String {
    case engineNotEmbedded = "engine_not_embedded"
    /// The engine does not use a registry without a certificate.
    case registryRefused = "registry_refused"
    /// A further engine has another base image, or serves its builds at another address, than the first.
    case enginesDiffer = "engines_differ"
    case seedFailed = "seed_failed"
    case notCold = "not_cold"
    case registryLost = "registry_lost"
    /// Two scenarios of one run need a registry each.
    case severalRegistries = "several_registries"
}
