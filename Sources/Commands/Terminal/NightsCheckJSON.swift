import Model
import Statistics
import Tracking

/// A self-check of nights, for programs. Times are in seconds; intervals are of shares, at 95 %.
extension JSONFields {
    init(_ check: NightsCheck) {
        self = [
            "holds": check.holds, "wanted": NightsCheck.wanted, "allowed": NightsCheck.allowed,
            "rows": check.rows.map(Self.row), "falseAlarms": Self.share(check.falseAlarms),
            "earlier": check.earlier,
            "nights": check.trials.map { trial -> JSONFields in
                [
                    "run": trial.run.uuidString, "planted": trial.plant, "loaded": trial.isLoaded,
                    "earlier": trial.isEarlier,
                    "outcome": trial.outcome, "alarmed": trial.hasAlarmed, "right": trial.isRight,
                    "seconds": trial.seconds, "headline": trial.headline,
                ]
            },
        ]
    }

    private static func row(_ row: NightsCheck.Row) -> JSONFields {
        [
            "planted": row.plant, "loaded": row.isLoaded, "nights": row.trials.count, "alarmed": share(row.alarms),
            "namedRightly": row.plant.isRegression ? share(row.named) : nil, "cannotTell": row.untold,
            "seconds": row.seconds,
        ]
    }

    private static func share(_ share: Proportion) -> JSONFields {
        ["count": share.count, "low": share.interval.low, "high": share.interval.high]
    }
}
