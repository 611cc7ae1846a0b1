import Engine
import Fixtures
import Model

/// What a job does for the strategy of a restored archive, as a script around the build would.
extension JobPhases {
    /// Restores the archive for the job's manifest and sends it with the context; time of the context phase.
    ///
    /// - Throws: `DependencyArchiveError`; `FixtureError`.
    func restoreArchive(for job: PlannedJob, in stream: JobStream, on work: inout JobWork) async throws {
        guard let archives = stream.archives, let dependencies = stream.fixture.dependencies,
            let context = work.context
        else { return }
        let began = ContinuousClock.now
        guard let key = await stream.digest(of: dependencies.manifest, in: context) else {
            throw DependencyArchiveError(message: "the manifest cannot be read")
        }
        let file = try await archives.restore(key, cold: job.cold)
        work.points.append(DependencyPoint.archiveRestoreSeconds.point((ContinuousClock.now - began).seconds))
        work.context = try context.adding(file, as: FixtureDependencies.archive)
        work.archiveKey = key
    }

    /// Saves what the package manager keeps, after a job that succeeded, where the store has nothing under its key; time of the
    /// artifacts phase. A cold job saves too, as if the store were empty, and what it saved is dropped.
    ///
    /// - Throws: `DependencyArchiveError`; `EngineError`; `DeadlinePassed`.
    func saveArchive(
        of job: PlannedJob, in stream: JobStream, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws {
        guard let archives = stream.archives, let dependencies = stream.fixture.dependencies,
            let key = work.archiveKey, work.command?.exitStatus == 0
        else { return }
        let began = ContinuousClock.now
        let name = settings.containerName(job)
        let saved = try await withDeadline(deadline) { [client] in
            try await archives.save(key, cold: job.cold) { sink in
                try await client.archive(name, path: dependencies.cache) { try sink($0) }
            }
        }
        guard let saved else { return }
        work.points.append(DependencyPoint.archiveSaveSeconds.point((ContinuousClock.now - began).seconds))
        work.points.append(DependencyPoint.archiveBytes.point(Double(saved)))
    }
}
