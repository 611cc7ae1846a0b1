/// The rule of `capacity`, applied: pure, and fixed before any run.
struct CapacityRule: Sendable {
    /// What it says.
    struct Verdict: Sendable, Equatable {
        /// The setting that needs most workers at a thousand builds a day, by name; nil where nothing can be claimed.
        var setting: String?
        /// Its number of workers there.
        var point: CapacityPoint?
        /// How many measured jobs it rests on.
        var jobs: Int
        /// Whether the simulation behind it agrees with what was measured.
        var isValidated: Bool
    }

    /// The verdict over all settings: one whose simulation was not seen to agree with an open loop decides before others, and among
    /// them the one that needs most workers.
    static func verdict(_ settings: [CapacitySetting]) -> Verdict {
        let known = settings.compactMap { setting in
            setting.points.first { $0.buildsADay == CapacityTerms.usualBuildsADay && $0.workers != nil }.map {
                (setting: setting, point: $0)
            }
        }
        let worst = known.max { left, right in
            (left.setting.isValidated ? 0 : 1, left.point.workers ?? 0)
                < (right.setting.isValidated ? 0 : 1, right.point.workers ?? 0)
        }
        guard let worst else { return Verdict(setting: nil, point: nil, jobs: 0, isValidated: false) }
        return Verdict(
            setting: worst.setting.name, point: worst.point, jobs: worst.setting.measurements.jobs,
            isValidated: worst.setting.isValidated)
    }
}
