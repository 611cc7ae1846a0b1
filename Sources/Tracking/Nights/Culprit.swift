import Model
import Store

/// What made a figure worse: the part of the job, the step, the commit.
package struct Culprit: Sendable {
    package enum Place: Sendable {
        /// A phase of the job, other than the command.
        case phase(Phase)
        case command
        case step(StepPair)
        /// Steps that used to come from the cache, and are executed now.
        case misses([StepPair])
        /// What grew: the image, or the engine's disk.
        case image(Metric)
        case leak(LeakChange)
        case failure(NightJob)
    }

    package let scenario: String
    /// Whose jobs; nil: of no single job.
    package let fixture: String?
    package let place: Place
    /// The median of each side, in seconds (of images in bytes); nil where there is none.
    package let values: (base: Double, candidate: Double)?
    package let commit: SuspectCommit?
    /// How many commits are new since the baseline.
    package let newer: Int
    /// What else differs, where no commit is new: the Dockerfile outside the repository, the command.
    package let differences: [String]

    /// What it is about, for people.
    package var subject: String { fixture ?? scenario }

    /// What no audit attributes to a job comes from no commit that could be named.
    static func unattributed(_ leak: LeakChange, _ searches: [CulpritSearch]) -> Culprit {
        Culprit(
            scenario: leak.scenario, fixture: nil, place: .leak(leak), values: nil, commit: nil,
            newer: searches.reduce(0) { $0 + $1.newer.revisions.count }, differences: [])
    }
}

/// Finds culprits in the pairs of one fixture's jobs.
struct CulpritSearch {
    let scenario, fixture: String
    let pairs: [JobPair]
    let newer: NewerRevisions
    let differences: [String]

    init(
        _ fixture: String, of scenario: String, _ pairs: [JobPair], _ base: ResolvedSource?,
        _ candidate: ResolvedSource?, _ jobs: [NightJob]
    ) {
        (self.scenario, self.fixture) = (scenario, fixture)
        self.pairs = pairs.filter { $0.fixture == fixture && $0.scenario == scenario && !$0.isWarmup }
        let own = jobs.filter { $0.job.cell.fixture == fixture && $0.job.cell.scenario == scenario }
        differences = base.flatMap { candidate?.differences(from: $0) } ?? []
        newer = NewerRevisions(base, candidate, own, areAlone: differences.isEmpty)
    }

    /// What the findings that are worse come from, the most telling first: lost hits, then the part that took longer.
    func culprits(of findings: [Finding]) -> [Culprit] {
        let worse = findings.filter { $0.verdict == .worse && $0.fixture == fixture && $0.scenario == scenario }
        var culprits: [Culprit] = []
        let cached = worse.contains { ["hits", "misses"].contains($0.metric.id) } ? misses() : nil
        if let cached { culprits.append(cached) }
        if worse.contains(where: \.isTimed), let slow = slowest(of: worse, after: culprits) { culprits.append(slow) }
        // A larger image makes the disk grow, too.
        if let bytes = worse.first(where: { $0.metric.unit == "byte" }) { culprits.append(image(bytes)) }
        return culprits
    }

    func culprit(_ leak: LeakChange) -> Culprit {
        made(.leak(leak), nil, newer.first(.likely) { ($0.leaks[leak.kind] ?? 0) > 0 })
    }

    func culprit(_ failures: [NightJob]) -> Culprit? {
        guard let first = failures.first else { return nil }
        // One that later commits have mended is not among those that all fail since.
        let isFailing = { (job: NightJob) -> Bool? in job.isLost ? nil : job.hasFailed }
        let alone = failures.lazy.filter { $0.side == nil }.compactMap { job in
            newer.revisions.first { $0.id == job.revision }
        }.first
        let commit =
            newer.first(.likely, where: isFailing)
            ?? (newer.isOld(isFailing) ? nil : alone.map { SuspectCommit(revision: $0, certainty: .sure) })
        return made(.failure(first), nil, commit)
    }

    private func made(
        _ place: Culprit.Place, _ values: (base: Double, candidate: Double)?, _ commit: SuspectCommit?
    ) -> Culprit {
        Culprit(
            scenario: scenario, fixture: fixture, place: place, values: values, commit: commit,
            newer: newer.revisions.count, differences: differences)
    }

    /// The steps that lost their hits, or the new one that misses; nil where no step explains it.
    private func misses() -> Culprit? {
        let steps = StepPair.all(of: pairs)
        let lost = steps.filter { $0.lostHits > 0 }
        if let first = lost.first { return made(.misses(lost), nil, since(first)) }
        return steps.filter(\.isNew).max { $0.candidate < $1.candidate }.map {
            made(.step($0), ($0.base, $0.candidate), since($0))
        }
    }

    /// The part of the job whose time grew most; nil where lost hits explain it.
    private func slowest(of worse: [Finding], after others: [Culprit]) -> Culprit? {
        let configurations = Set(worse.filter(\.isTimed).flatMap(\.configurations))
        let timed = pairs.filter { $0.haveSucceeded && configurations.contains($0.candidate.configuration) }
        func shift(_ value: (NightJob) -> Double?) -> (shift: Double, base: Double, candidate: Double) {
            let values = timed.compactMap { pair in
                value(pair.base).flatMap { base in value(pair.candidate).map { (base, $0) } }
            }
            return (median(values.map { $1 - $0 }), median(values.map(\.0)), median(values.map(\.1)))
        }
        var parts: [(place: Culprit.Place, shift: Double, base: Double, candidate: Double)] = []
        for phase in Phase.allCases where phase != .run {
            let moved = shift { $0.job[phase] }
            parts.append((.phase(phase), moved.shift, moved.base, moved.candidate))
        }
        let command = shift { $0.job.command }
        parts.append((.command, command.shift, command.base, command.candidate))
        let container = shift { job in job.job[.run].flatMap { run in job.job.command.map { run - $0 } } }
        parts.append((.phase(.run), container.shift, container.base, container.candidate))
        guard let worst = parts.max(by: { $0.shift < $1.shift }) else { return nil }
        if case .phase(.build) = worst.place {
            guard others.isEmpty else { return nil }
            if let step = StepPair.all(of: timed).max(by: { $0.shift < $1.shift }), step.shift > 0 {
                return made(.step(step), (step.base, step.candidate), since(step))
            }
        }
        let middle = (worst.base + worst.candidate) / 2
        let commit = newer.first(.likely) { job in
            switch worst.place {
            case .command: job.job.command.map { $0 > middle }
            case .phase(let phase): job.job[phase].map { $0 > middle }
            default: nil
            }
        }
        return made(worst.place, (worst.base, worst.candidate), commit)
    }

    private func image(_ finding: Finding) -> Culprit {
        let middle = (finding.base + finding.candidate) / 2
        let commit = newer.first(.likely) { $0.value(finding.metric).map { $0 > middle } }
        return made(.image(finding.metric), (finding.base, finding.candidate), commit)
    }

    /// The commit since which a step is as it is now: the first whose builds have the same instructions up to it, where
    /// these differ from the baseline's; else the first since which it takes as long as now.
    private func since(_ step: StepPair) -> SuspectCommit? {
        let pair = pairs.last(where: \.haveSucceeded)
        let now = pair.map { prefix(of: step, $0.candidate) } ?? []
        let before = pair.map { prefix(of: step, $0.base) } ?? []
        let isAsNow = { job in job.job.outcome == .succeeded ? prefix(of: step, job) == now : nil }
        if now != before, let commit = newer.first(.sure, where: isAsNow) { return commit }
        let middle = (step.base + step.candidate) / 2
        return newer.first(.likely) { job in
            let own = job.job.steps.first { $0.instruction == step.instruction }
            // One that comes from the cache does not show how long it takes.
            guard let own, !own.cached, own.error == nil else { return nil }
            return own.duration.map { $0 > middle }
        }
    }

    /// The instructions up to a step. Builders write some of them differently: only pairs of one configuration compare.
    private func prefix(of step: StepPair, _ job: NightJob) -> [String] {
        let texts = job.job.steps.map { Self.plain($0.instruction) }
        guard let place = texts.firstIndex(of: Self.plain(step.instruction)) else { return [] }
        return Array(texts[...place])
    }

    /// An instruction without what one builder adds to it.
    private static func plain(_ instruction: String) -> String {
        instruction.replacing("/bin/sh -c ", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
