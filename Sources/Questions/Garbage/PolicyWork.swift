import Model

/// What a policy did over a trace, and what that took. Sizes are in bytes, durations in seconds.
struct PolicyWork: Sendable, Equatable {
    /// After how many jobs it removed something.
    var turns: Int
    /// How long all its turns took, looking included.
    var seconds: Double
    /// How long builds were kept out.
    var held: Double
    /// How long it waited for builds.
    var waited: Double
    /// How long builds waited for the mutex.
    var buildsWaited: Double
    /// What the disk gave back.
    var freed: Double
    /// How many images, or names of them, went.
    var images: Int
    /// How many records of the build cache went.
    var records: Int
    /// How many things somebody else was there first at.
    var lostRaces: Int
    /// How many collections could not be carried out.
    var failures: Int

    init(_ jobs: [PolicyObservation]) {
        func sum(_ point: CollectionPoint) -> Double { jobs.reduce(0) { $0 + ($1.points[point] ?? 0) } }
        turns = jobs.count(where: \.wasFollowedByRemovals)
        seconds = sum(.seconds)
        held = sum(.heldSeconds)
        waited = sum(.waitSeconds)
        buildsWaited = sum(.buildMutexWaitSeconds)
        freed = sum(.freedBytes)
        images = Int(sum(.removedImages))
        records = Int(sum(.removedRecords))
        lostRaces = Int(sum(.lostRaces))
        failures = Int(sum(.failures))
    }
}
