/// How long each step takes when it misses: the mean over its misses under all policies, so that all are weighed alike.
struct ColdTimes {
    private struct Key: Hashable {
        let series: Series
        let instruction: String
    }

    private let seconds: [Key: Double]

    init(_ jobs: [PolicyObservation]) {
        var sums: [Key: (seconds: Double, count: Int)] = [:]
        for job in jobs {
            for step in job.steps where !step.cached {
                guard let seconds = step.seconds else { continue }
                let key = Key(series: job.series, instruction: step.instruction)
                let sum = sums[key] ?? (0, 0)
                sums[key] = (sum.seconds + seconds, sum.count + 1)
            }
        }
        seconds = sums.mapValues { $0.seconds / Double($0.count) }
    }

    /// What the cache saved a job, and what it could have, in seconds; steps that were never seen to miss are in neither.
    func saved(_ job: PolicyObservation) -> (saved: Double, possible: Double) {
        job.steps.reduce(into: (0, 0)) { sum, step in
            let cold = seconds[Key(series: job.series, instruction: step.instruction)] ?? 0
            sum.possible += cold
            if step.cached { sum.saved += cold }
        }
    }
}
