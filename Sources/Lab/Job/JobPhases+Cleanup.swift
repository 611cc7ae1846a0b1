import Engine
import Model

/// What is removed after a job.
extension JobPhases {
    /// How long removing one job's container and image may take before it is given up and told.
    private static let cleanupLimit: Double = 120

    /// How long it is looked for a container that the engine was asked for right before the job was stopped.
    private static let patience = Duration.seconds(1)

    /// How long an engine that did not answer a build may take to remove what that may have left.
    private static let imagePatience = Duration.seconds(5)

    /// Removes the job's container and what the retention policy says, also when the run was told to stop.
    func cleanUp(_ job: PlannedJob, in stream: JobStream, on work: JobWork) async throws {
        let limit = ContinuousClock.now + .seconds(Self.cleanupLimit)
        let patience = Task.isCancelled ? Self.patience : .zero
        try await shieldedFromCancellation {
            try await withDeadline(limit) {
                if work.containerMayExist {
                    try await removeContainer(settings.containerName(job), patience: patience)
                }
                // Where a policy collects, it alone decides what goes.
                guard job.configuration.policy == nil else { return }
                if work.imageMayExist { await removeUnawaitedImage(settings.imageTag(job)) }
                guard let superseded = await supersededImage(by: work.image, of: job, in: stream) else { return }
                try await removeImage(superseded)
            }
        }
    }

    private func supersededImage(by image: String?, of job: PlannedJob, in stream: JobStream) async -> String? {
        // A cold job's archive is empty: its image would take the place of the legacy builder's cache, and serve as none.
        if job.cold, stream.archives != nil { return image }
        switch settings.workload.retention {
        case .all: return nil
        case .none: return image
        case .latest:
            guard let image else { return nil }
            return await stream.replaceImage(with: image)
        }
    }

    /// A container that does not exist is as good as removed: a job may have failed while creating it. Where the job was stopped
    /// meanwhile the engine may still be at it.
    private func removeContainer(_ name: String, patience: Duration) async throws {
        let limit = ContinuousClock.now + patience
        while true {
            do {
                return try await client.removeContainer(name, force: true, volumes: true)
            } catch let error as EngineError where error.code == .notFound {
                guard ContinuousClock.now < limit else { return }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// The engine may have named the image of a build whose end was not awaited. Where it is gone itself nothing can be removed.
    private func removeUnawaitedImage(_ tag: String) async {
        try? await withDeadline(.now + Self.imagePatience) { try await removeImage(tag) }
    }

    private func removeImage(_ tag: String) async throws {
        do {
            try await client.removeImage(tag)
        } catch let error as EngineError where error.code == .notFound {}
    }
}
