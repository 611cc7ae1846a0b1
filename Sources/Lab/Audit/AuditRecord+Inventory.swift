import Housekeeping
import Model

extension AuditRecord {
    /// What an inventory saw, without leaks.
    init(_ inventory: Inventory, of plan: Plan, stage: Stage) {
        self.init(
            scenario: plan.scenario, stage: stage, at: inventory.at, seconds: inventory.seconds,
            kinds: AuditKind.allCases.map { kind in
                let sight = inventory.sight(of: kind)
                return Kind(
                    name: kind.rawValue, sight: sight.name, reason: sight.reason, count: inventory.objects(kind).count)
            })
    }
}

extension LeakRecord {
    /// What was left, and whose it is.
    init(_ leak: Leak, job: Int64? = nil, attribution: Attribution = .unknown) {
        self.init(
            kind: leak.object.kind.rawValue, object: leak.object.name, bytes: leak.bytes, job: job,
            attribution: attribution)
    }
}
