import Model
import Store

/// What a run says of `isolation`: evidence, and no answer.
struct IsolationEvidence: Sendable {
    /// Whether gVisor was measured beside: not where the engine does not have it, or the scenario does not ask for it.
    enum GVisor: Sendable { case measured, notInstalled, notAsked }

    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The probes, in the order of their catalogue.
    var probes: [ProbeEvidence]
    var prices: [IsolationPrice]
    var gVisor: GVisor
    var warnings: [Warning]

    /// The settings that anything was told of, in order.
    var settings: [ProbeSetting] { Set(probes.flatMap(\.outcomes.keys)).sorted() }
    /// Inside a job in its default container.
    var usualJob: ProbeSetting? { settings.first(where: \.isUsualJob) }
    /// Inside a job in the hardened container, under the usual job's runtime.
    var hardenedJob: ProbeSetting? {
        let runtime = usualJob?.runtime
        return settings.first { $0.hardening == "hardened" && $0.runtime == runtime }
    }

    func count(_ answer: ProbeOutcome.Answer, in setting: ProbeSetting) -> Int {
        probes.count { $0.outcomes[setting]?.answer == answer }
    }

    /// How many probes did not pass in every job of a setting.
    func failures(in setting: ProbeSetting) -> Int { count(.failed, in: setting) + count(.varied, in: setting) }
    /// How many probes could be tried in a setting.
    func tried(in setting: ProbeSetting) -> Int { count(.passed, in: setting) + failures(in: setting) }
}

/// One probe in all settings.
struct ProbeEvidence: Sendable {
    /// Its id in the catalogue, what it tries, what passes, and why that matters.
    var id: String
    var tries: String
    var expected: String
    var matters: String
    var outcomes: [ProbeSetting: ProbeOutcome]
}

/// From where, and under what, probes tried: what decides what they see.
struct ProbeSetting: Sendable, Hashable, Comparable {
    var place: ProbeRecord.Place
    /// Of a build: its builder. A job does not depend on it.
    var builder: String?
    /// Of a job: its runtime and hardening; nil where the scenario does not vary it. A build does not depend on them.
    var runtime: String?
    var hardening: String?

    /// The setting of a probe in a job of this configuration.
    init(_ place: ProbeRecord.Place, in series: Series) {
        self.place = place
        switch place {
        case .build: builder = series.factors?.builder.rawValue
        case .job:
            runtime = series.factors?.runtime?.rawValue
            hardening = series.factors?.hardening?.rawValue
        }
    }

    /// Whether it is a job as engines run it by themselves.
    var isUsualJob: Bool {
        place == .job && (runtime ?? "runc") == "runc" && (hardening ?? "default") == "default"
    }

    /// Builds first, then jobs by runtime and hardening.
    static func < (left: ProbeSetting, right: ProbeSetting) -> Bool { left.key < right.key }

    private var key: (String, String, String, String) {
        (place.rawValue, builder ?? "", runtime ?? "", hardening ?? "")
    }
}

/// What one probe saw in one setting, over all jobs.
struct ProbeOutcome: Sendable {
    /// What its jobs say together.
    enum Answer: String, Sendable, CaseIterable {
        /// In every job what was expected.
        case passed = "pass"
        /// In no job what was expected.
        case failed = "fail"
        /// In some jobs what was expected, and in others not.
        case varied
        /// It could not be tried in any.
        case untried = "not tried"
    }

    var answer: Answer
    /// What was seen most often; where it varied, most often among those that failed.
    var seen: String
    /// In how many jobs it passed, and in how many it was tried.
    var passes: Int
    var tries: Int

    init(_ jobs: [(seen: String, passed: Bool?)]) {
        let passes = jobs.count { $0.passed == true }
        let tries = jobs.count { $0.passed != nil }
        let answer: Answer = tries == 0 ? .untried : passes == tries ? .passed : passes == 0 ? .failed : .varied
        let telling = jobs.filter { answer == .varied ? $0.passed == false : answer == .untried || $0.passed != nil }
        (self.passes, self.tries, self.answer) = (passes, tries, answer)
        let counts = Dictionary(grouping: telling, by: \.seen).mapValues(\.count)
        seen = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
    }
}

/// What one command took under one configuration, beside the same command in the usual container. Durations are in seconds.
struct IsolationPrice: Sendable {
    var series: Series
    /// Whether it is the usual container, which the others are compared with.
    var isBase: Bool
    /// The median time of a job's run phase: its container created, started, run and awaited.
    var run: Estimate
    var command: Double?
    /// How many jobs have one in the usual container in the same round.
    var pairs: Int
    /// By how much the run phase is longer than the usual container's, over those pairs; nil without any.
    var difference: PairedDifference?
}
