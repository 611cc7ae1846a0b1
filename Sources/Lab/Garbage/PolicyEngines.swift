import Engine
import Model

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
