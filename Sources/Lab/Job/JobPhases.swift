import Engine
import Fixtures
import Foundation
import Model

/// What the phases of one job, and its stages, pass to each other.
struct JobWork: Sendable {
    struct Command: Sendable {
        /// From the engine's start time to its finish time.
        var seconds: Double
        var exitStatus: Int
    }

    /// When the job's time limit ends.
    let deadline: ContinuousClock.Instant
    var context: BuildContext?
    var contextBytes = 0
    /// The base images that the repository's Dockerfile names, by the ones sent in their place.
    var originals: [String: String] = [:]
    /// Whether BuildKit may ask back over a session while it builds the archive.
    var offersSession = false
    var dockerfile: Dockerfile?
    var steps: [StepRecord] = []
    /// The steps as the builder reported them.
    var built: [BuildStep] = []
    /// The tag of the image, once it is built.
    var image: String?
    /// Whether the build was started and its end not awaited, so that an image may have the job's tag.
    var imageMayExist = false
    /// Whether the image is removed with the job, whatever the retention says.
    var dropsImage = false
    /// Whether a container may exist, and so must be removed.
    var containerMayExist = false
    var command: Command?
    var artifactBytes = 0
    /// The probe results that its command reported.
    var probes: [ProbeRecord] = []
    /// Figures that are not part of the record.
    var points: [JobPoint] = []
}

/// The I/O around the job's state machine: one function per phase.
struct JobPhases: Sendable {
    let job: StagedJob
    let stages: [any JobStage]

    private var client: EngineClient { job.client }
    private var stream: JobStream { job.stream }
    private var settings: JobSettings { job.settings }

    /// Lets the stages find out what a phase needs to know; nil where it can begin.
    func prepare(_ phase: Phase, _ work: inout JobWork) async -> JobMachine.Event? {
        do {
            for stage in stages { try await stage.prepare(phase, of: job, &work) }
            return nil
        } catch {
            return failed(error, in: phase)
        }
    }

    /// Runs one phase and returns how it ended; its results are in `work`.
    func perform(_ phase: Phase, on work: inout JobWork) async -> JobMachine.Event {
        do {
            if phase == .context, let obstacle = job.obstacle { throw obstacle }
            for stage in stages { try await stage.begin(phase, of: job, &work) }
            let event = try await act(phase, on: &work)
            guard event == .ended else { return event }
            for stage in stages { try await stage.end(phase, of: job, &work) }
            return event
        } catch {
            return failed(error, in: phase)
        }
    }

    private func act(_ phase: Phase, on work: inout JobWork) async throws -> JobMachine.Event {
        switch phase {
        case .context:
            work.context = try await withDeadline(work.deadline) { [stream, job] in
                try await stream.context(at: job.planned.change)
            }
            return .ended
        case .build: return try await build(on: &work)
        case .run: return try await run(on: &work)
        case .artifacts: return try await copyArtifacts(on: &work)
        case .cleanup:
            try await cleanUp(work)
            return .ended
        }
    }

    private func failed(_ error: any Error, in phase: Phase) -> JobMachine.Event {
        let failed = JobFailure(error, in: phase, timeout: settings.workload.timeout)
        return .failed(failed.outcome, failed.failure)
    }

    // MARK: - Build

    private func build(on work: inout JobWork) async throws -> JobMachine.Event {
        guard let context = work.context else { return .ended }
        let planned = job.planned
        let tag = job.imageTag
        var request = BuildRequest(
            builder: planned.configuration.builder == .buildkit ? .buildkit : .legacy, dockerfile: context.dockerfile)
        request.dockerfileText = try context.sentDockerfileText()
        work.dockerfile = Dockerfile(try context.dockerfileText())
        request.tags = [tag]
        request.labels = PlimsollLabel.labels(owner: settings.owner)
        request.arguments = planned.change.arguments ?? [:]
        request.noCache = planned.cold
        request.offersSession = work.offersSession
        request.extraHosts = job.extraHosts
        for stage in stages { try await stage.shape(&request, of: job, &work) }
        let frozen = request
        work.imageMayExist = true
        let (result, sent) = try await withDeadline(work.deadline) { [client] in
            try await client.build(frozen, of: context)
        }
        work.imageMayExist = false
        work.contextBytes = sent
        work.built = result.steps
        // The legacy builder adds a step of its own for the request's labels, which the Dockerfile does not have.
        let steps = result.steps.filter { !$0.instruction.hasPrefix("LABEL \(PlimsollLabel.key)") }
        work.steps = steps.map { StepRecord($0, originals: work.originals) }
        if let error = result.error {
            let failure = Failure(
                phase: .build, message: BuildKitError.explained(error), outputTail: result.outputTail)
            let isFull = DiskFull.isTold(by: failure, countingOutput: job.isCollected)
            return .failed(isFull ? .refused : .buildFailed, failure)
        }
        work.image = tag
        return .ended
    }

    // MARK: - Run

    private func run(on work: inout JobWork) async throws -> JobMachine.Event {
        guard let image = work.image else { return .ended }
        let specification = containerSpecification(image: image)
        let name = job.containerName
        work.containerMayExist = true
        let container = try await withDeadline(work.deadline) { [client] in
            let container = try await client.createContainer(specification, name: name)
            try await client.startContainer(container)
            _ = try await client.waitContainer(container)
            return try await client.inspectContainer(container)
        }
        guard let seconds = container.commandSeconds else {
            throw EngineError(
                code: .badAnswer, message: "it gave no start and finish time for container \(name)",
                endpoint: client.endpoint.description)
        }
        // For a command that does nothing, the engine may record the end before the start.
        work.command = JobWork.Command(seconds: max(0, seconds), exitStatus: container.state.exitCode)
        guard container.state.exitCode == 0 else { return await commandFailed(container.state, container: name) }
        return .ended
    }

    private func containerSpecification(image: String) -> ContainerSpec {
        var specification = ContainerSpec(image: image)
        specification.command = stream.fixture.command
        specification.labels = PlimsollLabel.labels(owner: settings.owner)
        specification.hostConfig.memory = settings.workload.memory
        specification.hostConfig.nanoCPUs = settings.workload.processors.map { Int($0 * 1e9) }
        specification.hostConfig.pidsLimit = settings.workload.processes
        specification.hostConfig.extraHosts = job.extraHosts
        for stage in stages { stage.shape(&specification, of: job) }
        return specification
    }

    /// The artifacts of a failed command are still worth having; its last output says why it failed.
    private func commandFailed(_ state: ContainerInspection.State, container: String) async -> JobMachine.Event {
        let cause = state.oomKilled ? " (out of memory: the container's limit)" : ""
        let tail = (try? await OutputTail.read(of: container, from: client)) ?? ["(its output could not be read)"]
        let message = "the command ended with status \(state.exitCode)\(cause)"
        return .flawed(.commandFailed, Failure(phase: .run, message: message, outputTail: tail))
    }

    // MARK: - Artifacts

    private func copyArtifacts(on work: inout JobWork) async throws -> JobMachine.Event {
        let name = job.containerName
        var missing: [String] = []
        for (index, path) in stream.fixture.artifacts.enumerated() {
            let file = ArtifactFile(path: "\(settings.artifacts)/\(name)-\(index).tar")
            do {
                work.artifactBytes += try await withDeadline(work.deadline) { [client] in
                    try await file.write { sink in
                        try await client.archive(name, path: path) { try sink($0) }
                    }
                }
            } catch let error as EngineError where error.code == .notFound {
                // Either the path or the container is missing.
                _ = try await client.inspectContainer(name)
                missing.append(path)
            }
        }
        if missing.isEmpty { return .ended }
        return .failed(.artifactFailed, Failure(phase: .artifacts, message: Self.missing(missing)))
    }

    private static func missing(_ paths: [String]) -> String {
        let names = paths.joined(separator: ", ")
        return paths.count == 1
            ? "the artifact \(names) is missing: the container has no such file"
            : "the artifacts \(names) are missing: the container has no such files"
    }
}

extension StepRecord {
    /// - Parameter originals: the base images that the repository's Dockerfile names, by the ones sent in their place.
    fileprivate init(_ step: BuildStep, originals: [String: String]) {
        let instruction = originals.reduce(step.instruction) { $0.replacing($1.key, with: $1.value) }
        self.init(
            ordinal: step.ordinal, instruction: instruction, cacheable: step.cacheable, cached: step.cached,
            startedAt: step.startedAt, duration: step.duration, error: step.error)
    }
}

// MARK: - Cleanup

extension JobPhases {
    /// How long removing one job's container and image may take, in seconds, before it is given up and reported.
    private static let cleanupLimit: Double = 120

    /// How long to look for a container whose creation was requested right before the job was stopped.
    private static let patience = Duration.seconds(1)

    /// How long an engine that did not answer a build may take to remove what the build may have left.
    private static let imagePatience = Duration.seconds(5)

    /// Removes the job's container, and its image as the retention policy says, even when the run was stopped.
    private func cleanUp(_ work: JobWork) async throws {
        let limit = ContinuousClock.now + .seconds(Self.cleanupLimit)
        let patience = Task.isCancelled ? Self.patience : .zero
        try await shieldedFromCancellation {
            try await withDeadline(limit) {
                if work.containerMayExist { try await removeContainer(job.containerName, patience: patience) }
                guard !job.isCollected else { return }
                if work.imageMayExist { await removeUnawaitedImage(job.imageTag) }
                guard let superseded = await supersededImage(by: work) else { return }
                try await client.removeImageIfThere(superseded)
            }
        }
    }

    private func supersededImage(by work: JobWork) async -> String? {
        if work.dropsImage { return work.image }
        switch settings.workload.retention {
        case .all: return nil
        case .none: return work.image
        case .latest:
            guard let image = work.image else { return nil }
            return await stream.replaceImage(with: image)
        }
    }

    /// A container that does not exist counts as removed: a job may have failed while creating it. Where the job was
    /// stopped meanwhile, the engine may still be creating it.
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

    /// The engine may have named the image of a build that was not awaited. A lost engine leaves nothing to remove.
    private func removeUnawaitedImage(_ tag: String) async {
        try? await withDeadline(.now + Self.imagePatience) { try await client.removeImageIfThere(tag) }
    }
}
