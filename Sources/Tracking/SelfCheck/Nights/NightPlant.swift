/// What the newest commit of a self-check's night makes worse.
package enum NightPlant: String, Sendable, Codable, CaseIterable {
    case slowerStep = "slower-step", movedCopy = "moved-copy", largerImage = "larger-image"
    case slowerCommand = "slower-command", failingStep = "failing-step", leak
    /// A harmless commit.
    case nothing

    package var words: String {
        switch self {
        case .slowerStep: "a build step with 20 % more work"
        case .movedCopy: "COPY . . above the installation"
        case .largerImage: "50 MB more in the image"
        case .slowerCommand: "a command 1 s slower"
        case .failingStep: "a build step that fails"
        case .leak: "a container left behind by each job"
        case .nothing: "nothing"
        }
    }

    package var isRegression: Bool { self != .nothing }

    /// The nights of one round: whether a process keeps one core busy in each.
    package var loads: [Bool] { isRegression ? [false] : [false, true] }

    /// Whether a culprit is what was planted, wherever it comes from: of the right kind, and the right step.
    func explains(_ place: Culprit.Place) -> Bool {
        switch (self, place) {
        case (.slowerStep, .step(let step)): NightTree.isBuild(step.instruction)
        case (.movedCopy, .misses(let steps)):
            !steps.isEmpty && steps.allSatisfy { NightTree.isInstallation($0.instruction) }
        case (.largerImage, .image), (.slowerCommand, .command): true
        case (.failingStep, .failure(let job)):
            job.job.steps.first { $0.error != nil }.map { NightTree.isBuild($0.instruction) } ?? false
        case (.leak, .leak(let change)): change.kind == "container"
        default: false
        }
    }
}
