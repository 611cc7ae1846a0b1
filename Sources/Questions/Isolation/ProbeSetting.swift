import Model

/// From where, and under what, probes tried: what decides what they see.
struct ProbeSetting: Sendable, Hashable, Comparable {
    /// Inside a build's step, or inside the job.
    var place: ProbeRecord.Place
    /// Of a build: its builder. A job does not depend on it.
    var builder: String?
    /// Of a job: its runtime; nil where the scenario does not vary it. A build does not depend on it.
    var runtime: String?
    /// Of a job: its hardening; nil where the scenario does not vary it. A build does not depend on it.
    var hardening: String?

    /// The setting of a probe in a job of this configuration.
    init(_ place: ProbeRecord.Place, in series: Series) {
        self.place = place
        switch place {
        case .build: builder = series.factor("builder")
        case .job:
            runtime = series.factor("runtime")
            hardening = series.factor("hardening")
        }
    }

    /// Whether it is a job as engines run it by themselves.
    var isUsualJob: Bool {
        place == .job && (runtime ?? "runc") == "runc" && (hardening ?? "default") == "default"
    }

    /// Builds first, then jobs by runtime and hardening.
    static func < (left: ProbeSetting, right: ProbeSetting) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }

    private var key: [String] { [place.rawValue, builder ?? "", runtime ?? "", hardening ?? ""] }
}
