import Model

/// The jobs of one engine in their order, and what they say of its policy.
struct PolicyTrace {
    let configuration: String
    let policy: String
    let jobs: [PolicyObservation]
    /// The jobs of the policy that removes nothing, with the same builder.
    let reference: [PolicyObservation]
    let coldTimes: ColdTimes
    let seed: UInt64

    func findings(storage: StorageFindings?) -> PolicyFindings {
        let isReference = policy == PolicyFindings.reference
        let counted = jobs.filter(\.counts)
        let pairs = PolicyPairs(jobs, beside: isReference ? [] : reference)
        let misses = counted.flatMap(\.steps).filter { !$0.cached }
        let reasons = Dictionary(grouping: misses) { $0.missReason?.rawValue }
            .map { PolicyMisses(reason: $0, count: $1.count) }
        return PolicyFindings(
            configuration: configuration, policy: policy, jobs: jobs.count, refused: jobs.count(where: \.metFullDisk),
            fullAfter: fullAfter,
            peak: jobs.flatMap { [$0.disk, $0.diskAfterwards, $0.points[.peakBytes]].compactMap { $0 } }.max(),
            largestBuild: largestBuild,
            crossings: jobs.count { job in
                guard let disk = job.diskAfterwards, let high = job.points[.highMarkBytes] else { return false }
                return disk > high
            },
            points: points, hits: PolicyHits(counted, coldTimes), hitsAfterwards: afterwards,
            rebuild: pairs.rebuild(coldTimes, seed: seed), hitCost: pairs.hitCost(coldTimes, seed: seed),
            evicted: misses.count { $0.missReason == .evicted },
            reasons: reasons.sorted { ($1.count, $0.reason ?? "") < ($0.count, $1.reason ?? "") },
            work: PolicyWork(jobs), storage: storage)
    }

    private var largestBuild: Double? {
        zip(jobs, jobs.dropFirst()).compactMap { before, job in
            guard let level = before.diskAfterwards ?? before.disk, let peak = job.points[.peakBytes] else {
                return nil
            }
            return peak - level
        }.max()
    }

    private var points: [PolicyFindings.Point] {
        jobs.enumerated().compactMap { index, job in
            job.disk.map {
                PolicyFindings.Point(build: index + 1, disk: $0, afterwards: job.diskAfterwards ?? $0)
            }
        }
    }

    private var fullAfter: Int? {
        jobs.firstIndex { job in
            if job.metFullDisk { return true }
            guard let disk = job.disk, let capacity = job.points[.capacityBytes] else { return false }
            return disk >= capacity
        }.map { $0 + 1 }
    }

    private var afterwards: PolicyHits? {
        guard let first = jobs.firstIndex(where: \.wasFollowedByRemovals) else { return nil }
        return PolicyHits(jobs[(first + 1)...].filter(\.counts), coldTimes)
    }
}
