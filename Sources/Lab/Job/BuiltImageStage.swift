import Engine
import Model

/// Records how large a job's image is. One that the engine does not tell within the limit has no point.
struct BuiltImageStage: JobStage {
    private static let limit = Duration.seconds(5)

    init?(_ job: StagedJob, _ run: JobSurroundings) {}

    func complete(_ work: inout JobWork, of job: StagedJob) async {
        guard let image = work.image else { return }
        let client = job.uncounted
        let bytes = try? await withDeadline(.now + Self.limit) { try await client.layerBytes(of: image) }
        if let bytes { work.points.append(BuiltPoint.bytes.point(bytes)) }
    }
}
