import Model

/// One pass over all streams: each gets exactly one job. Plans are made of whole laps, so that every stream's place in them
/// can be balanced.
struct Lap: Equatable {
    /// The round that it belongs to, from 0.
    let round: Int
    /// The trace's change whose revision is built.
    let change: Int
    /// What its jobs are for.
    let purpose: PlannedJob.Purpose
    /// The update of base images that comes before its jobs; nil: none.
    var update: BaseUpdate?

    /// The laps of a profile, in order.
    ///
    /// Round 0 warms up: a lap that fills the cache and a lap that finds it full. Round k replays change k, then come the
    /// pairs and the cold builds that fall into it. Those are spread evenly; cold builds leave the first round alone
    /// where there is another. Updates of base images come last, the last change built once more upon each: they change images that all
    /// streams share, so that every stream has to catch up before the next.
    static func all(of profile: ScenarioProfile) -> [Lap] {
        let pairs = spread(profile.pairs, over: 1...profile.changes)
        let cold = spread(profile.cold, over: min(2, profile.changes)...profile.changes)
        var laps = [Lap](repeating: Lap(round: 0, change: 0, purpose: .warmup), count: 2)
        for round in 1...profile.changes {
            laps.append(Lap(round: round, change: round, purpose: .trace))
            laps += Array(repeating: Lap(round: round, change: round, purpose: .pair), count: pairs[round] ?? 0)
            laps += Array(repeating: Lap(round: round, change: round, purpose: .cold), count: cold[round] ?? 0)
        }
        for (number, update) in BaseUpdate.row(of: profile.baseUpdates ?? 0).enumerated() {
            laps.append(
                Lap(round: profile.changes + 1 + number, change: profile.changes, purpose: .update, update: update))
        }
        return laps
    }

    /// How many of `count` events fall into each round when they are spread evenly, none nearer to an end than need be.
    static func spread(_ count: Int, over rounds: ClosedRange<Int>) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for event in 0..<count {
            places[rounds.lowerBound + (2 * event + 1) * rounds.count / (2 * count), default: 0] += 1
        }
        return places
    }
}

extension BaseUpdate {
    /// Each kind of update so many times, in turn.
    fileprivate static func row(of count: Int) -> [BaseUpdate] {
        (0..<count).flatMap { _ in allCases }
    }
}
