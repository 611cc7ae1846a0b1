import Model
import Tracking

/// A comparison of a factor's values, for programs. Shifts and intervals of times are shares of the base.
extension JSONFields {
    init(_ comparison: FactorComparison) {
        self = [
            "run": comparison.run.id.uuidString, "factor": comparison.factor, "base": comparison.base,
            "level": comparison.terms.level, "threshold": comparison.terms.timedThreshold,
            "unpaired": comparison.unpaired, "cautions": comparison.cautions,
            "choices": comparison.choices.map { choice -> JSONFields in
                [
                    "value": choice.value, "pairs": choice.pairs, "better": choice.count(.better),
                    "worse": choice.count(.worse), "unchanged": choice.count(.unchanged),
                    "cannotTell": choice.count(.cannotTell), "failedBase": choice.failed.base,
                    "failedCandidate": choice.failed.candidate, "findings": choice.findings.map(Self.finding),
                    "leaks": choice.leaks.map(Self.leak),
                ]
            },
        ]
    }
}
