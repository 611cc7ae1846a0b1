/// The values of a scenario that must go together, and where problems with them are reported.
struct ScenarioChecks {
    let top: Section
    let sources: [FixtureSource]
    let configurations: [Configuration]
    let workload: Workload

    private var factors: Field? { top["factors"] }
    private func vary(_ isSuch: (Configuration) -> Bool) -> Bool { configurations.contains(where: isSuch) }

    func refuseWhatDoesNotGoTogether() {
        let direct = top["reference"].flatMap { $0.node.scalar?.string == ScenarioReference.direct.rawValue ? $0 : nil }
        direct?.refuse(
            if: vary { $0.cache != nil },
            "reference: direct goes with no factor 'cache', whose jobs run on two engines; expected none, or no factor 'cache'"
        )
        direct?.refuse(
            if: vary { $0.delivery != nil },
            "reference: direct goes with no factor 'delivery', whose jobs run on engines of their own; expected none, or no "
                + "factor 'delivery'")
        direct?.refuse(
            if: workload.onlyBuilds,
            "reference: direct has nothing to run for jobs of workload.command: none; expected one of the two")
        if vary({ $0.policy != nil }) {
            checkPolicies(direct)
        } else {
            top["workload"]?.refuse(
                if: workload.collection != nil,
                "workload.collection: no policy is varied; expected a factor 'policy'")
        }
        if vary({ $0.executors != nil }) {
            checkExecutors(direct)
        } else {
            top["mix"]?.refuse("mix: there is no level of executors to mix; expected a factor 'executors'")
        }
        top["workload"]?.refuse(
            if: workload.audit != nil && vary { $0.policy != nil || $0.cache != nil || $0.delivery != nil },
            "workload.audit: an audit looks at one engine, and each of the factors cache, delivery and policy brings up more; "
                + "expected after: never, or none of them")
        checkArrivals()
        checkBuilders()
        checkFaults()
    }

    private func checkPolicies(_ direct: Field?) {
        direct?.refuse(
            "reference: direct goes with no factor 'policy', whose jobs run on an engine for each policy; expected none, or "
                + "no factor 'policy'")
        top["workload"]?.refuse(
            if: workload.ledger == .never,
            "workload.ledger: policies are judged by what their disks hold; expected embedded or always")
        factors?.refuse(
            if: vary { $0.policy != nil && $0.cache != nil },
            "factors: each of cache and policy brings up engines of its own; expected one of the two")
        factors?.refuse(
            if: vary { $0.policy == .keepStorage && !$0.builder.isBuildKit },
            "factors.policy: keep-storage is BuildKit's own; leave it out for the other by "
                + "exclude: [{builder: legacy, policy: keep-storage}]")
    }

    private func checkExecutors(_ direct: Field?) {
        direct?.refuse(
            "reference: direct goes with no factor 'executors', whose jobs run at the same time; expected none")
        factors?.refuse(
            if: vary { $0.cache != nil || $0.policy != nil },
            "factors: cache and policy bring up engines of their own; expected neither with executors")
        top["workload"]?.refuse(
            if: workload.ledger.map { $0 != .never } ?? false,
            "workload.ledger: a disk that other jobs write to shows nothing about one job; expected never, or nothing")
        top["workload"]?.refuse(
            if: workload.audit == .job,
            "workload.audit: an audit after one job would find objects of the other jobs; expected after: series, or never"
        )
        for open in configurations where open.load?.isOpen ?? false {
            var busy = open
            busy.load = .closed
            factors?.refuse(
                if: !configurations.contains(busy),
                "factors.load: \(open.name) has no closed level by whose rate jobs could arrive; expected load: [closed, …] "
                    + "for the same executors")
        }
    }

    /// Reports what only buildx can do where it does not build, and what it cannot.
    private func checkBuilders() {
        let hasBuildx = vary { $0.builder == .buildx }
        top["secrets"]?.refuse(
            if: !hasBuildx,
            "secrets: only buildx can give builds a secret; expected builder: [buildx] among the factors, or no secrets"
        )
        top["workload"]?.refuse(
            if: workload.provenance != nil && !hasBuildx,
            "workload.provenance: only buildx writes it; expected builder: [buildx] among the factors, or none")
        for (factor, isVaried) in [("cache", vary { $0.cache != nil }), ("delivery", vary { $0.delivery != nil })] {
            factors?.refuse(
                if: isVaried && vary { $0.builder == .buildx } && vary { $0.builder == .buildkit },
                "factors: buildkit and buildx share an engine's cache, and with the factor '\(factor)' each would find the "
                    + "other's; expected one of the two")
        }
    }

    /// Faults of the registry need one; other faults are done to the run's own engine, on which no delivered job runs.
    private func checkFaults() {
        factors?.refuse(
            if: vary { ($0.fault?.isOfRegistry ?? false) && $0.delivery != .promote },
            "factors.fault: registry-lost and registry-full are done to the registry that jobs pull from; expected "
                + "delivery: [promote], or the other deliveries with them under exclude")
        factors?.refuse(
            if: vary { configuration in
                guard configuration.delivery != nil, let fault = configuration.fault else { return false }
                return fault != .nothing && !fault.isOfRegistry
            },
            "factors.fault: with the factor 'delivery' jobs run on an engine of their own; expected none, registry-lost or "
                + "registry-full")
    }

    /// Reports recorded loads without recorded times, and recorded times that no load uses.
    private func checkArrivals() {
        let recorded = configurations.first { $0.load?.isRecorded ?? false }
        let hasHistory = sources.contains { if case .git = $0 { true } else { false } }
        if let recorded, top["arrivals"] == nil, !hasHistory, !sources.isEmpty {
            factors?.refuse(
                "factors.load: \(recorded.name) has no recorded times to be spaced by, as changes of bundled fixtures carry none; "
                    + "expected a git fixture, or arrivals: FILE with one time a line")
        }
        top["arrivals"]?.refuse(
            if: recorded == nil,
            "arrivals: no jobs arrive by recorded times; expected a load as 70%-recorded, or no arrivals")
    }
}
