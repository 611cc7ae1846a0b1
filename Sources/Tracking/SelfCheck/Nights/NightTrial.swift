import Foundation

/// A night whose truth is known, and what its comparison said.
package struct NightTrial: Sendable {
    package let plant: NightPlant
    /// Whether a process kept one core busy meanwhile.
    package let isLoaded: Bool
    package let run: UUID
    /// Whether an earlier self-check measured it.
    package let isEarlier: Bool
    /// How long the night took.
    package let seconds: Double
    package let outcome: Night.Outcome
    /// The comparison's result in one line.
    package let headline: String
    /// Whether the first culprit is what was planted, and comes from the commit that planted it.
    let isExplained: Bool

    /// - Parameter commit: the id of the commit that planted it.
    package init(_ night: Night, of plant: NightPlant, commit: String, isLoaded: Bool, isEarlier: Bool = false) {
        let run = night.candidate
        self.init(
            plant: plant, isLoaded: isLoaded, run: run.id, isEarlier: isEarlier,
            seconds: run.endedAt.map { $0.timeIntervalSince(run.record.startedAt) } ?? 0, outcome: night.outcome,
            headline: NightReport(night, base: "the first night", candidate: "this night").headline,
            isExplained: night.culprits.first.map { plant.isNamed(by: $0, commit: commit) } ?? false)
    }

    init(
        plant: NightPlant, isLoaded: Bool, run: UUID, isEarlier: Bool = false, seconds: Double,
        outcome: Night.Outcome, headline: String, isExplained: Bool
    ) {
        (self.plant, self.isLoaded, self.run, self.seconds) = (plant, isLoaded, run, seconds)
        self.isEarlier = isEarlier
        (self.outcome, self.headline, self.isExplained) = (outcome, headline, isExplained)
    }

    /// Whether the comparison said that something got worse: `plimsoll compare` ends with status 2.
    package var hasAlarmed: Bool { outcome == .regression }
    package var isNamedRightly: Bool { hasAlarmed && isExplained }
    /// Whether the comparison said what is true.
    package var isRight: Bool { plant.isRegression ? isNamedRightly : !hasAlarmed }

    /// What became of it, for people.
    package var words: String {
        guard plant.isRegression else { return hasAlarmed ? "false alarm" : "no alarm" }
        return isNamedRightly ? "caught and named" : hasAlarmed ? "caught, named wrongly" : "missed"
    }
}

extension NightPlant {
    /// Whether a culprit names it rightly.
    func isNamed(by culprit: Culprit, commit: String) -> Bool {
        explains(culprit) && culprit.commit?.revision.id == commit
    }
}
