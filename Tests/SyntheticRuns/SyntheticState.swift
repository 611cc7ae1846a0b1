import Foundation
import Model

/// What one state of a repository costs to build and to run: what the jobs of it measure, but for noise.
struct SyntheticState {
    struct Step {
        var instruction: String
        /// How long it takes where it is executed.
        var seconds: Double
        var isCached = false

        init(_ instruction: String, _ seconds: Double, isCached: Bool = false) {
            (self.instruction, self.seconds, self.isCached) = (instruction, seconds, isCached)
        }
    }

    static let install = "RUN pip install -r requirements.txt"
    static let copy = "COPY . ."
    static let test = "RUN make test"

    /// The Dockerfile after its `FROM`. What stands before `COPY . .` comes from the cache.
    var steps = [
        Step("COPY requirements.txt ./", 0.1, isCached: true), Step(install, 6, isCached: true), Step(copy, 0.1),
        Step(test, 1.3),
    ]
    /// Seconds of the container's command.
    var command = 2.0
    /// Bytes of the image's layers.
    var image = 150_000_000
    /// By how many bytes a job makes the engine's disk grow.
    var growth = 5000
    /// What a job leaves behind, by kind.
    var leaks: [String: Int] = [:]
    var outcome = Outcome.succeeded
    /// Why its last step fails, where it does.
    var message = "exit code: 1"

    /// Changes a step.
    mutating func change(_ instruction: String, _ body: (inout Step) -> Void) {
        for index in steps.indices where steps[index].instruction == instruction { body(&steps[index]) }
    }

    /// With `COPY . .` above the installation: two steps that came from the cache are executed.
    var copyingFirst: SyntheticState {
        var state = self
        state.steps.removeAll { $0.instruction == Self.copy }
        state.steps.insert(Step(Self.copy, 0.1), at: 0)
        for index in state.steps.indices { state.steps[index].isCached = false }
        return state
    }

    /// The same but for what `body` changes.
    func with(_ body: (inout SyntheticState) -> Void) -> SyntheticState {
        var state = self
        body(&state)
        return state
    }

    /// Puts what a job of it measures into a record.
    /// - Parameter factor: by which a part's time is multiplied.
    func measure(_ job: inout JobRecord, _ factor: () -> Double) {
        job.outcome = outcome
        job.steps = [StepRecord(ordinal: 0, instruction: "FROM debian", cacheable: false, cached: false)]
        for step in steps {
            job.steps.append(
                StepRecord(
                    ordinal: job.steps.count, instruction: step.instruction, cacheable: true, cached: step.isCached,
                    duration: step.isCached ? 0 : step.seconds * factor(),
                    missReason: step.isCached ? nil : .contentChanged))
        }
        let built = job.steps.reduce(0.1 * factor()) { $0 + ($1.duration ?? 0) }
        job.phases = [.context: 0.02 * factor(), .build: built]
        if outcome == .succeeded {
            job.command = command * factor()
            job.phases[.run] = (job.command ?? 0) + 0.3 * factor()
            job.phases[.cleanup] = 0.01 * factor()
        } else {
            job.failure = Failure(phase: .build, message: message)
            job.steps[job.steps.count - 1].error = message
        }
        job.wall = job.phases.values.reduce(0, +)
    }
}
