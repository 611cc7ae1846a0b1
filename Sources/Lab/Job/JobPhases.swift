import Engine
import Fixtures
import Foundation
import Model

/// What the phases of one job, and its stages, pass to each other.
struct JobWork: Sendable {
    let deadline: ContinuousClock.Instant
    var context: BuildContext?
    var contextBytes = 0
    /// The base images that the repository's Dockerfile names, by the ones sent in their place.
    var originals: [String: String] = [:]
    var offersSession = false
    var dockerfile: Dockerfile?
    var steps: [StepRecord] = []
    /// The steps as the builder reported them.
    var built: [BuildStep] = []
    var image: String?
    /// Whether the build was started and its end not awaited, so that an image may have the job's tag.
    var imageMayExist = false
    /// Whether the image is removed with the job, whatever the retention says.
    var dropsImage = false
    var containerMayExist = false
    var command: EndedCommand?
    var artifactBytes = 0
    var probes: [ProbeRecord] = []
    var points: [JobPoint] = []
}

/// The I/O around the job's state machine: one function per phase.
struct JobPhases: Sendable {
    /// How long removing one job's container and image may take before it is given up and reported.
    private static let cleanupLimit = Duration.seconds(120)
    /// How long to look for a container whose creation was requested right before the job was stopped.
    private static let patience = Duration.seconds(1)
    /// How long an engine that did not answer a build may take to remove what the build may have left.
    private static let imagePatience = Duration.seconds(5)

    let job: StagedJob
    let stages: [any JobStage]

    private var client: EngineClient { job.client }
    private var stream: JobStream { job.stream }
    private var settings: JobSettings { job.settings }

    func prepare(_ phase: Phase, _ work: inout JobWork) async -> JobMachine.Event? {
        do { for stage in stages { try await stage.prepare(phase, of: job, &work) } } catch {
            return failed(error, in: phase)
        }
        return nil
    }

    func perform(_ phase: Phase, on work: inout JobWork) async -> JobMachine.Event {
        do {
            if phase == job.firstPhase, let obstacle = job.obstacle { throw obstacle }
            for stage in stages { try await stage.begin(phase, of: job, &work) }
            let event = try await act(phase, on: &work)
            if event == .ended { for stage in stages { try await stage.end(phase, of: job, &work) } }
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
        let read = JobObstacle(error, in: phase, timeout: settings.workload.timeout)
        return .failed(read.outcome, read.failure)
    }

    private func build(on work: inout JobWork) async throws -> JobMachine.Event {
        guard let context = work.context else { return .ended }
        var request = BuildRequest(
            builder: job.planned.configuration.builder.kind, dockerfile: context.dockerfile,
            dockerfileText: try context.sentDockerfileText(), tags: [job.imageTag],
            labels: PlimsollLabel.labels(owner: settings.owner), arguments: job.planned.change.arguments ?? [:],
            noCache: job.planned.cold, extraHosts: job.extraHosts)
        request.offersSession = work.offersSession
        work.dockerfile = Dockerfile(try context.dockerfileText())
        for stage in stages { try await stage.shape(&request, of: job, &work) }
        work.imageMayExist = true
        let (result, sent) = try await withDeadline(work.deadline) { [job, request] in
            try await job.build(request, of: context)
        }
        work.imageMayExist = false
        work.contextBytes = sent
        work.built = result.steps
        // The legacy builder adds a step of its own for the request's labels, which the Dockerfile does not have.
        // Podman writes their names in quotes.
        let added = ["LABEL \(PlimsollLabel.key)", "LABEL \"\(PlimsollLabel.key)"]
        work.steps = result.steps.filter { step in !added.contains(where: step.instruction.hasPrefix) }
            .map { StepRecord($0, originals: work.originals) }
        if let error = result.error {
            // buildx has the user's logins, and is asked for them.
            let words = request.builder == .buildx ? error : BuildKitError.explained(error)
            let failure = Failure(phase: .build, message: words, outputTail: result.outputTail)
            let isFull = DiskFull.isTold(by: failure, countingOutput: job.isCollected)
            return .failed(isFull ? .refused : .buildFailed, failure)
        }
        work.image = job.imageTag
        return .ended
    }

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
        guard let command = EndedCommand(container) else {
            throw EngineError(
                code: .badAnswer, message: "it gave no start and finish time for container \(name)",
                endpoint: client.endpoint.description)
        }
        work.command = command
        return container.state.exitCode == 0 ? .ended : await commandFailed(container.state, container: name)
    }

    private func containerSpecification(image: String) -> ContainerSpec {
        let workload = settings.workload
        var specification = ContainerSpec(
            image: image, command: stream.fixture.command, labels: PlimsollLabel.labels(owner: settings.owner),
            hostConfig: HostConfig(
                memory: workload.memory, nanoCPUs: workload.processors.map { Int($0 * 1e9) },
                pidsLimit: workload.processes, extraHosts: job.extraHosts))
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

    private func copyArtifacts(on work: inout JobWork) async throws -> JobMachine.Event {
        let name = job.containerName
        var missing: [String] = []
        for (index, path) in stream.fixture.artifacts.enumerated() {
            let file = "\(settings.artifacts)/\(name)-\(index).tar"
            do {
                work.artifactBytes += try await withDeadline(work.deadline) { [client] in
                    try await writeFile(file) { sink in try await client.archive(name, path: path) { try sink($0) } }
                }
            } catch let error as EngineError where error.code == .notFound {
                // Either the path or the container is missing.
                _ = try await client.inspectContainer(name)
                missing.append(path)
            }
        }
        if missing.isEmpty { return .ended }
        let names = missing.joined(separator: ", ")
        let message =
            missing.count == 1
            ? "the artifact \(names) is missing: the container has no such file"
            : "the artifacts \(names) are missing: the container has no such files"
        return .failed(.artifactFailed, Failure(phase: .artifacts, message: message))
    }

    /// Removes the job's container, and its image as the retention policy says, even when the run was stopped.
    private func cleanUp(_ work: JobWork) async throws {
        let limit = ContinuousClock.now + Self.cleanupLimit
        let patience = Task.isCancelled ? Self.patience : .zero
        try await shieldedFromCancellation {
            try await withDeadline(limit) {
                if work.containerMayExist { try await removeContainer(job.containerName, patience: patience) }
                guard !job.isCollected else { return }
                // The engine may have named the image of a build that was not awaited. A lost one leaves nothing to
                // remove.
                if work.imageMayExist {
                    try? await withDeadline(.now + Self.imagePatience) {
                        try await client.removeImageIfThere(job.imageTag)
                    }
                }
                if let superseded = await supersededImage(by: work) { try await client.removeImageIfThere(superseded) }
            }
        }
    }

    private func supersededImage(by work: JobWork) async -> String? {
        if work.dropsImage { return work.image }
        switch settings.workload.retention {
        case .all: return nil
        case .none: return work.image
        case .latest:
            guard let image = work.image, let superseded = await stream.replaceImage(with: image) else { return nil }
            // A change that leaves the image as it was is delivered under the same digest.
            return superseded == image ? nil : superseded
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
}

extension StepRecord {
    fileprivate init(_ step: BuildStep, originals: [String: String]) {
        let instruction = originals.reduce(step.instruction) { $0.replacing($1.key, with: $1.value) }
        self.init(
            ordinal: step.ordinal, instruction: instruction, cacheable: step.cacheable, cached: step.cached,
            startedAt: step.startedAt, duration: step.duration, error: step.error)
    }
}
