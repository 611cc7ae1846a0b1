/// How much of what could come from the cache did: over cacheable steps only.
struct HitRate: Sendable, Equatable {
    /// The steps that could come from the cache.
    var steps: Int = 0
    /// Those that did.
    var hits: Int = 0
    /// The steps with each job's weight in the trace.
    var weight: Double = 0
    var weightedHits: Double = 0
    /// The time that the steps take when they miss, in seconds by weight, those of which it is known.
    var coldSeconds: Double = 0
    var savedSeconds: Double = 0
    /// The weight of the steps that were never seen to miss, and so have no known cold time.
    var untimed: Double = 0
    /// The sizes of the steps' layers, in bytes by weight.
    var layerBytes: Double = 0
    var savedBytes: Double = 0

    /// Hits over steps, from 0 to 1, each job weighted by its kind's share of the trace; nil without steps.
    var byCount: Double? { weight > 0 ? weightedHits / weight : nil }
    /// The same with each step weighted by the time that it takes when it misses: the mean over all misses of the same
    /// instruction in the same series, warm-ups and cold builds included. Nil where no step was ever seen to miss.
    var byColdTime: Double? { coldSeconds > 0 ? savedSeconds / coldSeconds : nil }
    /// The same with each step weighted by the size of its layer; nil where no size is known.
    var byBytes: Double? { layerBytes > 0 ? savedBytes / layerBytes : nil }
    /// The share of the steps, by weight, that `byColdTime` leaves out, because they never missed.
    var untimedShare: Double { weight > 0 ? untimed / weight : 0 }

    /// Adds steps that are alike.
    mutating func add(_ count: Int, weight added: Double, cached: Bool, coldSeconds each: Double?, bytes: Double) {
        layerBytes += bytes
        if cached { savedBytes += bytes }
        steps += count
        weight += added
        if cached {
            hits += count
            weightedHits += added
        }
        guard let each else {
            untimed += added
            return
        }
        coldSeconds += added * each
        if cached { savedSeconds += added * each }
    }
}
