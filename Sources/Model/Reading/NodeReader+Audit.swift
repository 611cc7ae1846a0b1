import Yams

/// What a scenario says of audits.
extension NodeReader {
    /// When they are taken.
    mutating func auditMoment(_ field: Field) -> Workload.AuditMoment? {
        guard let section = section(field, keys: ["after"]) else { return nil }
        return required("after", of: section, expected: "job, series or never")
            .flatMap { word($0, Workload.AuditMoment.self) }
    }

    /// Notes factors whose jobs run on engines that no audit looks at.
    mutating func refuseWhatAuditsCannotSee(
        _ configurations: [Configuration], _ field: Field?, _ workload: Workload
    ) {
        guard workload.audit != nil, configurations.contains(where: { $0.policy != nil || $0.cache != nil }) else {
            return
        }
        refuse(
            at: field?.node.mark,
            "workload.audit: an audit looks at one engine, and each of the factors cache and policy brings up more; expected "
                + "after: never, or neither of them")
    }

    /// Notes factors that faults do not go with.
    mutating func refuseWhatFaultsCannotDo(_ factors: Section) {
        guard let fault = factors.field("fault") else { return }
        for other in ["cache", "policy", "strategy", "base"] where factors.field(other) != nil {
            refuse(
                at: fault.node.mark,
                "\(fault.path): faults are planted in a fixture's usual Dockerfile, on the run's own engine; expected no factor "
                    + "'\(other)' beside it")
        }
    }

    /// Notes factors that planted regressions do not go with.
    mutating func refuseWhatPlantedRegressionsCannotDo(_ factors: Section) {
        guard let planted = factors.field("planted") else { return }
        for other in ["cache", "policy", "fault", "executors"] where factors.field(other) != nil {
            refuse(
                at: planted.node.mark,
                "\(planted.path): regressions are planted in jobs that run one after the other on the run's own engine; expected no "
                    + "factor '\(other)' beside it")
        }
    }
}
