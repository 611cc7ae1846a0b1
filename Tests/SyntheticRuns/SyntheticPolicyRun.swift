import Foundation
import Model
import Store

@testable import Questions

/// A run that compares collection policies, whose jobs, disks and collections are planted.
struct SyntheticPolicyRun {
    /// What a policy does to the trace that is planted.
    struct Plan {
        var policy: String
        var builder = "buildkit"
        /// What the disk holds after each job, before the policy's turn, in bytes.
        var disk: (Int) -> Int
        /// What it holds after the turn; nil where nothing goes.
        var afterwards: (Int) -> Int? = { _ in nil }
        /// How much longer the build of a job takes than where nothing goes, in seconds.
        var rebuild: (Int) -> Double = { _ in 0 }
        /// The most that it held during a job; nil where that is not known.
        var peak: (Int) -> Int? = { _ in nil }
        /// Whether a full disk refuses the job.
        var isRefused: (Int) -> Bool = { _ in false }
    }

    static let capacity = 1000
    static let high = 850
    let count: Int
    /// The scenario's file.
    var text = "name: garbage"
    private(set) var jobs: [JobRecord] = []
    private var points: [[JobPoint]] = []
    private var disks: [Int] = []
    private let base = SyntheticRun()

    /// A trace of `count` changes.
    init(count: Int = 20) { self.count = count }

    /// Adds the jobs of one policy. A build takes 2 s; a step of 1 s comes from the cache but where the policy has it rebuilt,
    /// one of 1 s never does.
    mutating func plant(_ plan: Plan) {
        for index in 0..<count {
            var job = JobRecord(
                scenario: "garbage", configuration: "builder=\(plan.builder),policy=\(plan.policy)",
                fixture: index % 2 == 0 ? "scap" : "malu", revision: "START+\(index)",
                changeClass: index % 5 == 4 ? .dependency : .source, position: jobs.count, round: index / 2 + 1,
                startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
            let rebuild = plan.rebuild(index)
            job.wall = 2 + rebuild
            job.phases = [.build: 2 + rebuild]
            job.steps = [
                StepRecord(
                    ordinal: 0, instruction: "RUN install", cacheable: true, cached: rebuild == 0,
                    duration: rebuild == 0 ? 0 : rebuild),
                StepRecord(ordinal: 1, instruction: "COPY . .", cacheable: true, cached: false, duration: 1),
            ]
            if rebuild > 0 { job.steps[0].missReason = .evicted }
            job.steps[1].missReason = .contentChanged
            if plan.isRefused(index) {
                job.outcome = .refused
                job.failure = Failure(phase: .build, message: "no space left on device")
            }
            jobs.append(job)
            disks.append(plan.disk(index))
            points.append(figures(plan, index))
        }
    }

    private func figures(_ plan: Plan, _ index: Int) -> [JobPoint] {
        var points = [
            CollectionPoint.highMarkBytes.point(Double(Self.high)),
            CollectionPoint.capacityBytes.point(Double(Self.capacity)),
            CollectionPoint.buildMutexWaitSeconds.point(0.001),
        ]
        if let peak = plan.peak(index) { points.append(CollectionPoint.peakBytes.point(Double(peak))) }
        if plan.isRefused(index) { points.append(CollectionPoint.diskFull.point(1)) }
        guard let after = plan.afterwards(index) else { return points }
        points += [
            CollectionPoint.diskBytes.point(Double(after)), CollectionPoint.removedImages.point(1),
            CollectionPoint.removedRecords.point(3), CollectionPoint.lostRaces.point(1),
            CollectionPoint.seconds.point(0.5), CollectionPoint.heldSeconds.point(0.25),
            CollectionPoint.freedBytes.point(Double(plan.disk(index) - after)),
        ]
        return points
    }

    /// What is found of `storage` and `garbage`, by way of a database.
    func evidence() throws -> GarbageEvidence {
        let database = try database()
        return try present(try GarbageAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database(hasPoints: Bool = true) throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        var record = base.record
        record.scenarios = [
            .init(name: "garbage", hash: "cafe", questions: ["storage", "garbage"], text: text)
        ]
        record.commandLine = ["plimsoll", "run", "scenarios/garbage.yaml"]
        record.plannedJobs = jobs.count
        try database.begin(record)
        for (index, job) in jobs.enumerated() {
            let id = try database.save(job, run: record.id)
            let disk = DiskRecord(
                openedAt: base.record.startedAt, at: job.startedAt, images: disks[index], containers: 0, volumes: 0,
                cache: 0, sharedCache: 0, filesystem: disks[index], baseline: 0, filesystemSize: Self.capacity,
                source: "statfs", quiet: true, seconds: 0.01, waited: 0)
            try database.attach(disk: disk, to: id)
            guard hasPoints else { continue }
            try database.record(
                points[index].map {
                    PointRecord(job: id, name: $0.name, unit: $0.unit, at: job.startedAt, value: $0.value)
                }, run: record.id)
        }
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
        return database
    }
}

extension SyntheticPolicyRun.Plan {
    /// Grows by 100 a job on a disk with room.
    static func nothing(_ builder: String = "buildkit") -> Self {
        .init(policy: "none", builder: builder, disk: { 100 * ($0 + 1) })
    }

    /// Comes down to 600 whenever it is over the mark, and has every `rebuilds`th job rebuild for 4 s.
    static func least(rebuilds: Int, policy: String = "lru", builder: String = "buildkit") -> Self {
        .init(
            policy: policy, builder: builder, disk: { $0 < 8 ? 100 * ($0 + 1) : 600 + 100 * (1 + ($0 - 9 + 3) % 3) },
            afterwards: { $0 >= 8 && ($0 - 9 + 3) % 3 == 2 ? 600 : nil },
            rebuild: { $0 >= 9 && $0 % rebuilds == 0 ? 4 : 0 })
    }
}
