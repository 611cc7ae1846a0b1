import Foundation
import Model
import Store

@testable import Questions

/// A run that varies what repositories build upon, whose builds and sizes are planted.
struct SyntheticBaseRun {
    /// One build of a repository, as planted.
    struct Build {
        var seconds: Double
        var hits: Int
        var changeClass = ChangeClass.none
        var warmup = false
        var cold = false
        var update: BaseUpdate?
    }

    var jobs: [JobRecord] = []
    var points: [Int: [JobPoint]] = [:]
    private let base = SyntheticRun()

    /// A repository's jobs upon either base with both builders: `cold` pairs of cold builds, of which the first is a warm-up, six changes
    /// of sources, one of dependencies, an update of each kind; then what the images take. All in seconds and bytes.
    mutating func plant(
        _ fixture: String, provided: Double, deferred: Double, cold: Int = 3, together: (Int, Int) = (900, 1000)
    ) {
        for builder in ["buildkit", "legacy"] {
            for (kind, seconds, lines) in [("provided", provided, 8), ("deferred", deferred, 20)] {
                let configuration = "builder=\(builder),base=\(kind)"
                var round = 0
                func add(_ build: Build) {
                    job(build, round: round, fixture: fixture, configuration: configuration, lines: lines)
                    round += 1
                }
                for index in 0..<cold {
                    let spread = 0.01 * Double((index * 5) % 7)
                    add(Build(seconds: seconds + spread, hits: 0, warmup: index == 0, cold: index > 0))
                }
                for _ in 0..<6 { add(Build(seconds: 1, hits: 2, changeClass: .source)) }
                add(Build(seconds: seconds / 2, hits: 1, changeClass: .dependency))
                add(Build(seconds: seconds, hits: 0, changeClass: .base, update: .os))
                let caught = kind == "provided" ? Build(seconds: seconds, hits: 0) : Build(seconds: 0.5, hits: 3)
                var last = caught
                (last.changeClass, last.update) = (.base, .provided)
                add(last)
                let bytes = kind == "provided" ? together.0 : together.1
                points[jobs.count - 1, default: []] += [
                    BaseImagePoint.imageBytes.point(bytes * 3 / 4), BaseImagePoint.imageSharedBytes.point(bytes / 2),
                    BaseImagePoint.imagesTogetherBytes.point(bytes),
                ]
            }
        }
        // The suite was rebuilt before the first job of each update, whichever repository's that is.
        guard Set(jobs.map(\.fixture)).count == 1 else { return }
        for (update, seconds) in [(BaseUpdate.os, 7.0), (.provided, 4)] {
            guard let first = jobs.firstIndex(where: { $0.change == update.rawValue }) else { continue }
            points[first, default: []] += [
                ProvidedImagePoint(.buildSeconds, of: "python").point(seconds),
                ProvidedImagePoint(.buildSeconds, of: "node").point(1),
            ]
        }
    }

    func evidence() throws -> BaseImagesEvidence {
        let database = try database()
        return try present(try BaseImagesAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        var record = base.record
        record.scenarios = [
            .init(name: "base-images", hash: "cafe", questions: ["base-images"], text: "name: base-images")
        ]
        record.commandLine = ["plimsoll", "run", "scenarios/base-images.yaml"]
        record.plannedJobs = jobs.count
        try database.begin(record)
        let suite: [(ProvidedImagePoint.Figure, String, Double)] = [
            (.buildSeconds, "os", 3), (.bytes, "os", 400), (.ownBytes, "os", 400), (.makingSeconds, "os", 21),
            (.buildSeconds, "python", 9), (.bytes, "python", 600), (.ownBytes, "python", 200), (.lines, "python", 6),
        ]
        try database.record(
            suite.map { row($0.0, of: $0.1).point($0.2) }.map { pointRecord($0, nil) }, run: record.id)
        for (index, job) in jobs.enumerated() {
            let id = try database.save(job, run: record.id)
            try database.record((points[index] ?? []).map { pointRecord($0, id) }, run: record.id)
        }
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
        return database
    }

    private mutating func job(_ build: Build, round: Int, fixture: String, configuration: String, lines: Int) {
        let change = Change(index: round, revision: "START+\(round)", changeClass: build.changeClass)
        let built = build.update?.applied(to: change) ?? change
        var job = JobRecord(
            scenario: "base-images", configuration: Configuration(stringLiteral: configuration), fixture: fixture,
            revision: built.revision, change: built.name,
            changeClass: build.changeClass, weight: build.update == nil && !build.warmup && !build.cold ? 1 : 0,
            position: jobs.count, round: round, warmup: build.warmup, cold: build.cold,
            startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
        job.wall = build.seconds + 3
        job.command = 2
        job.phases = [.build: build.seconds]
        job.steps = (0..<3).map { ordinal in
            let missed = ordinal >= build.hits
            let reason: MissReason =
                ordinal == build.hits ? (build.update == nil ? .cold : .baseChanged) : .parentMissed
            return StepRecord(
                ordinal: ordinal, instruction: "RUN \(ordinal)", cacheable: true, cached: !missed,
                missReason: missed ? reason : nil)
        }
        points[jobs.count] = [
            BaseImagePoint.dockerfileLines.point(lines), BaseImagePoint.dockerfileInstructions.point(lines / 2),
        ]
        jobs.append(job)
    }

    private func row(_ figure: ProvidedImagePoint.Figure, of image: String) -> ProvidedImagePoint {
        ProvidedImagePoint(figure, of: image)
    }

    private func pointRecord(_ point: JobPoint, _ job: Int64?) -> PointRecord {
        PointRecord(job: job, name: point.name, unit: point.unit, at: base.record.startedAt, value: point.value)
    }
}
