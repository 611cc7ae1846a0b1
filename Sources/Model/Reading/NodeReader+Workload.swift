import Yams

/// Collection policies.
extension NodeReader {
    /// The smallest useful disk for an engine with a base image and a package mirror: 256 MiB.
    private static let smallestDisk = 256 << 20

    /// The terms on which policies are compared; each may be omitted.
    mutating func collectionTerms(_ field: Field) -> CollectionTerms? {
        guard let section = section(field, keys: ["disk", "high", "low", "keep", "builds_a_day"]) else { return nil }
        var terms = CollectionTerms()
        if let disk = section.field("disk"), let bytes = size(disk) {
            terms.disk = bytes
            if bytes < Self.smallestDisk { refuse(disk, expected: "a disk of 256MiB or more") }
        }
        if let high = section.field("high"), let share = share(high) { terms.high = share }
        if let low = section.field("low"), let share = share(low) { terms.low = share }
        if let keep = section.field("keep"), let bytes = size(keep) { terms.keep = bytes }
        if let builds = section.field("builds_a_day"), let number = positiveNumber(builds, most: 1_000_000) {
            terms.buildsADay = number
        }
        if terms.low >= terms.high {
            refuse(
                at: (section.field("low") ?? section.field("high") ?? field).node.mark,
                "\(field.path): the low mark of \(Self.percent(terms.low)) is not under the high mark of "
                    + "\(Self.percent(terms.high)); expected low < high")
        }
        return terms
    }

    /// Reports what cannot be combined with the factor `policy`, or with jobs that only build.
    mutating func refuseWhatPoliciesCannotDo(
        _ configurations: [Configuration], factors: Field?, reference: Field?, workload: Field?, _ terms: Workload
    ) {
        let direct = reference?.node.scalar?.string == ScenarioReference.direct.rawValue
        if direct, terms.onlyBuilds {
            refuse(
                at: reference?.node.mark,
                "reference: direct has nothing to run beside jobs of workload.command: none; expected one of the two")
        }
        guard configurations.contains(where: { $0.policy != nil }) else {
            if terms.collection != nil {
                refuse(
                    at: workload?.node.mark,
                    "workload.collection: no policy is varied that it would be for; expected a factor 'policy'")
            }
            return
        }
        if direct {
            refuse(
                at: reference?.node.mark,
                "reference: direct goes with no factor 'policy', whose jobs run on an engine for each policy; expected none, or "
                    + "no factor 'policy'")
        }
        if terms.ledger == .never {
            refuse(
                at: workload?.node.mark,
                "workload.ledger: policies are judged by what their disks hold; expected embedded or always")
        }
        if configurations.contains(where: { $0.policy != nil && $0.cache != nil }) {
            refuse(
                at: factors?.node.mark,
                "factors: each of cache and policy brings up engines of its own; expected one of the two")
        }
        if configurations.contains(where: { $0.policy == .keepStorage && $0.builder == .legacy }) {
            refuse(
                at: factors?.node.mark,
                "factors.policy: keep-storage is BuildKit's own; leave it out for the other by "
                    + "exclude: [{builder: legacy, policy: keep-storage}]")
        }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

/// Audits, faults and planted regressions.
extension NodeReader {
    mutating func auditMoment(_ field: Field) -> Workload.AuditMoment? {
        guard let section = section(field, keys: ["after"]) else { return nil }
        return required("after", of: section, expected: "job, series or never")
            .flatMap { word($0, Workload.AuditMoment.self) }
    }

    /// Reports factors whose jobs run on engines that no audit covers.
    mutating func refuseWhatAuditsCannotSee(_ configurations: [Configuration], _ field: Field?, _ workload: Workload) {
        guard workload.audit != nil, configurations.contains(where: { $0.policy != nil || $0.cache != nil }) else {
            return
        }
        refuse(
            at: field?.node.mark,
            "workload.audit: an audit looks at one engine, and each of the factors cache and policy brings up more; expected "
                + "after: never, or neither of them")
    }

    mutating func refuseWhatFaultsCannotDo(_ factors: Section) {
        guard let fault = factors.field("fault") else { return }
        for other in ["cache", "policy", "strategy", "base"] where factors.field(other) != nil {
            refuse(
                at: fault.node.mark,
                "\(fault.path): faults are planted in a fixture's usual Dockerfile, on the run's own engine; expected no factor "
                    + "'\(other)' beside it")
        }
    }

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
