/// The rule of `base-images`, applied: pure, and fixed before any run.
enum BaseImagesRule {
    /// How many repositories the provided base must win.
    static let repositoriesNeeded = 2

    /// One repository's cold builds.
    struct Repository: Sendable {
        var fixture: String
        /// What the provided base saves of a cold build, in seconds, over all builders.
        var saving: Estimate?
        /// Whether it wins: yes where the whole interval lies above 0, no where none of it does.
        var wins: Verdict.Answer

        init(fixture: String, saving: Estimate?) {
            self.fixture = fixture
            self.saving = saving
            wins = .undecided
            if let interval = saving?.interval {
                if interval.lowerBound > 0 { wins = .yes }
                if interval.upperBound <= 0 { wins = .no }
            }
        }

        /// How many more pairs would decide it; nil where it is decided, or no number would.
        var pairsNeeded: Int? {
            guard wins == .undecided else { return nil }
            guard let saving else { return Estimate.fewestJobs }
            return saving.interval == nil ? saving.jobsUntilInterval : saving.jobsUntilClear(of: 0)
        }
    }

    /// The verdict: yes where the provided base wins two repositories' cold time, and all layers of their images together with every
    /// builder; no where either cannot be any more.
    ///
    /// - Parameter bytesSaved: by builder; empty where it was not measured.
    static func verdict(
        _ repositories: [Repository], bytesSaved: [(configuration: String, bytes: Double)]
    ) -> Verdict {
        let ordered = repositories.sorted {
            ($0.wins.severity, -($0.saving?.value ?? 0), $0.fixture)
                < ($1.wins.severity, -($1.saving?.value ?? 0), $1.fixture)
        }
        guard ordered.count >= repositoriesNeeded else {
            return Verdict(.undecided, estimate: nil, unit: "s", jobsNeeded: Estimate.fewestJobs)
        }
        let deciding = ordered[repositoriesNeeded - 1]
        if deciding.wins == .no { return verdict(.no, deciding) }
        if let worst = bytesSaved.min(by: { $0.bytes < $1.bytes }), worst.bytes <= 0 {
            return Verdict(
                .no, estimate: Estimate(value: worst.bytes, interval: nil, count: 1), unit: "byte",
                decidedBy: worst.configuration)
        }
        guard deciding.wins == .yes, !bytesSaved.isEmpty else { return verdict(.undecided, deciding) }
        return verdict(.yes, deciding)
    }

    private static func verdict(_ answer: Verdict.Answer, _ repository: Repository) -> Verdict {
        Verdict(
            answer, estimate: repository.saving, unit: "s", decidedBy: repository.fixture,
            jobsNeeded: answer == .undecided ? repository.pairsNeeded : nil)
    }
}
