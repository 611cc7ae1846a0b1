import Model
import Store

/// A step of the Dockerfile in pairs of jobs.
package struct StepPair: Sendable {
    /// As the candidate has it; as the base has it where the candidate lacks it.
    package let instruction: String
    /// How long it took on each side, in seconds, where it was executed; 0 where it came from the cache or is missing.
    package var times: [(base: Double, candidate: Double)] = []
    /// In how many pairs both sides have it, and only one found it in the cache.
    package var lostHits = 0, gainedHits = 0
    /// Why the candidate missed it, the most frequent reason.
    package var reason: MissReason?
    /// Whether only one side has it.
    package var isNew = false, isGone = false

    /// The median difference, in seconds.
    package var shift: Double { median(times.map { $0.candidate - $0.base }) }
    package var base: Double { median(times.map(\.base)) }
    package var candidate: Double { median(times.map(\.candidate)) }

    /// The steps of all pairs, in the candidate's order; those that it lacks at the end.
    static func all(of pairs: [JobPair]) -> [StepPair] {
        var steps: [StepPair] = []
        var places: [String: Int] = [:]
        var reasons: [Int: [MissReason: Int]] = [:]
        for pair in pairs {
            for (first, second) in matched(pair.base.job.steps, pair.candidate.job.steps) {
                guard let instruction = (second ?? first)?.instruction else { continue }
                // A step that only one side has is another than its namesake.
                let key = instruction + (second == nil ? " (gone)" : first == nil ? " (new)" : "")
                let place = places[key] ?? steps.count
                if place == steps.count {
                    places[key] = place
                    steps.append(StepPair(instruction: instruction, isNew: first == nil, isGone: second == nil))
                }
                steps[place].times.append((first?.executed ?? 0, second?.executed ?? 0))
                if let second, second.cacheable, !second.cached, first?.cached ?? false {
                    steps[place].lostHits += 1
                    if let reason = second.missReason { reasons[place, default: [:]][reason, default: 0] += 1 }
                }
                if let second, second.cacheable, second.cached, first.map({ !$0.cached }) ?? false {
                    steps[place].gainedHits += 1
                }
            }
        }
        for (place, counts) in reasons {
            steps[place].reason = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        }
        return steps
    }

    /// The steps of two builds side by side: by their text, then those left over by their keyword and order.
    static func matched(
        _ base: [StepRecord], _ candidate: [StepRecord]
    ) -> [(base: StepRecord?, candidate: StepRecord?)] {
        var left = base
        func take(_ fits: (StepRecord) -> Bool) -> StepRecord? {
            left.firstIndex(where: fits).map { left.remove(at: $0) }
        }
        let byText = candidate.map { step in take { $0.instruction == step.instruction } }
        let all = zip(candidate, byText).map { step, match in
            (match ?? take { $0.keyword == step.keyword }, Optional(step))
        }
        return all + left.map { ($0, nil) }
    }
}

extension StepRecord {
    fileprivate var keyword: Substring? { instruction.split(maxSplits: 1, whereSeparator: \.isWhitespace).first }
    fileprivate var executed: Double { cached ? 0 : duration ?? 0 }
}
