import Engine
import Fixtures
import Foundation
import Model

/// The I/O at the edge of the job's state machine: one function a phase.
struct JobPhases: Sendable {
    /// How long the engine may take to tell the sizes of a build's steps, in seconds.
    private static let stepSizesLimit: Double = 5

    let client: EngineClient
    let settings: JobSettings

    /// Does one phase and says how it ended; what it made is in `work`.
    func perform(
        _ phase: Phase, of job: PlannedJob, in stream: JobStream, on work: inout JobWork,
        until deadline: ContinuousClock.Instant
    ) async -> JobMachine.Event {
        do {
            switch phase {
            case .context:
                if let obstacle = settings.obstacle { return .failed(obstacle.outcome, obstacle.failure) }
                work.context = try await withDeadline(deadline) { try await stream.context(at: job.change) }
                try await restoreArchive(for: job, in: stream, on: &work)
                return .ended
            case .build:
                return try await build(job, in: stream, on: &work, until: deadline)
            case .run:
                return try await run(job, in: stream, on: &work, until: deadline)
            case .artifacts:
                try await readProbes(of: job, in: stream, on: &work, until: deadline)
                try await saveArchive(of: job, in: stream, on: &work, until: deadline)
                return try await copyArtifacts(job, in: stream, on: &work, until: deadline)
            case .cleanup:
                try await cleanUp(job, in: stream, on: work)
                return .ended
            }
        } catch {
            let failed = JobFailure(error, in: phase, timeout: settings.workload.timeout)
            return .failed(failed.outcome, failed.failure)
        }
    }

    // MARK: - Build

    private func build(
        _ job: PlannedJob, in stream: JobStream, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws -> JobMachine.Event {
        guard let context = work.context else { return .ended }
        let tag = settings.imageTag(job)
        var request = BuildRequest(
            builder: job.configuration.builder == .buildkit ? .buildkit : .legacy, dockerfile: context.dockerfile)
        request.dockerfileText = try context.sentDockerfileText()
        let file = Dockerfile(try await stream.dockerfileText(of: context))
        work.outline = DockerfileOutline(file)
        if job.configuration.base != nil {
            let size = DockerfileSize(file)
            work.points += [
                BaseImagePoint.dockerfileLines.point(size.lines),
                BaseImagePoint.dockerfileInstructions.point(size.instructions),
            ]
        }
        request.tags = [tag]
        request.labels = PlimsollLabel.labels(owner: settings.owner)
        request.arguments = job.change.arguments ?? [:]
        request.noCache = job.cold
        request.offersSession = work.offersSession
        request.extraHosts = settings.extraHosts(of: stream.fixture)
        try await provideCache(to: &request, on: &work, until: deadline)
        let frozen = request
        work.imageMayExist = true
        let (result, sent) = try await withDeadline(deadline) { [client] in
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
            let isFull = DiskFull.isTold(by: failure, countingOutput: job.configuration.policy != nil)
            return .failed(isFull ? .refused : .buildFailed, failure)
        }
        work.image = tag
        if let complaint = settings.cache?.complaint() {
            // The build went on without the cache, so that its time is not what it is taken for.
            return .failed(.refused, Failure(phase: .build, message: "built, but not with the cache: \(complaint)"))
        }
        return .ended
    }

    /// Adds what each step's layer takes, where the ledger is kept and the engine tells it. Not part of the job: what fails
    /// here leaves sizes out.
    func readStepSizes(of work: inout JobWork) async {
        guard settings.readsStepSizes, !work.built.isEmpty else { return }
        let steps = work.built
        let image = work.image
        let sizes = try? await withDeadline(.now + .seconds(Self.stepSizesLimit)) { [client] in
            try await StepSizes.read(steps, image: image, from: client)
        }
        for index in work.steps.indices { work.steps[index].bytes = sizes?.bytes[work.steps[index].ordinal] }
    }

    // MARK: - Run

    private func run(
        _ job: PlannedJob, in stream: JobStream, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws -> JobMachine.Event {
        guard let image = work.image else { return .ended }
        var specification = containerSpecification(image: image, of: stream.fixture)
        specification.hostConfig.runtime = job.configuration.runtime?.rawValue
        if job.configuration.hardening == .hardened { HardenedProfile.apply(to: &specification.hostConfig) }
        if !stream.fixture.probes.isEmpty {
            specification.environment["PLIMSOLL_LIMITS"] = specification.hostConfig.limitsText
        }
        let name = settings.containerName(job)
        work.containerMayExist = true
        let container = try await withDeadline(deadline) { [client, specification] in
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
        // The engine may note the end of a command that does nothing before it has noted its start.
        work.command = JobWork.Command(seconds: max(0, seconds), exitStatus: container.state.exitCode)
        guard container.state.exitCode == 0 else { return await commandFailed(container.state, container: name) }
        return .ended
    }

    private func containerSpecification(image: String, of fixture: Fixture) -> ContainerSpec {
        var specification = ContainerSpec(image: image)
        specification.command = fixture.command
        specification.labels = PlimsollLabel.labels(owner: settings.owner)
        specification.hostConfig.memory = settings.workload.memory
        specification.hostConfig.nanoCPUs = settings.workload.processors.map { Int($0 * 1e9) }
        specification.hostConfig.pidsLimit = settings.workload.processes
        specification.hostConfig.extraHosts = settings.extraHosts(of: fixture)
        return specification
    }

    /// A command that failed still leaves artifacts worth having; its last output says why.
    private func commandFailed(_ state: ContainerInspection.State, container: String) async -> JobMachine.Event {
        let cause = state.oomKilled ? " (out of memory: the container's limit)" : ""
        let tail = (try? await OutputTail.read(of: container, from: client)) ?? ["(its output could not be read)"]
        let message = "the command ended with status \(state.exitCode)\(cause)"
        return .flawed(.commandFailed, Failure(phase: .run, message: message, outputTail: tail))
    }

    // MARK: - Artifacts

    private func copyArtifacts(
        _ job: PlannedJob, in stream: JobStream, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws -> JobMachine.Event {
        let name = settings.containerName(job)
        var missing: [String] = []
        for (index, path) in stream.fixture.artifacts.enumerated() {
            let file = ArtifactFile(path: "\(settings.artifacts)/\(name)-\(index).tar")
            do {
                work.artifactBytes += try await withDeadline(deadline) { [client] in
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
    /// - Parameter originals: what stands in the repository's Dockerfile, by what was sent in its place.
    fileprivate init(_ step: BuildStep, originals: [String: String]) {
        let instruction = originals.reduce(step.instruction) { $0.replacing($1.key, with: $1.value) }
        self.init(
            ordinal: step.ordinal, instruction: instruction, cacheable: step.cacheable, cached: step.cached,
            startedAt: step.startedAt, duration: step.duration, error: step.error)
    }
}
