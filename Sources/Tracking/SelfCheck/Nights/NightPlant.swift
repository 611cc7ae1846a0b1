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

    /// Whether an image grew by what was planted, within 10 %: file systems and builders differ.
    private static func isData(_ growth: Double) -> Bool {
        let planted = Double(NightTree.data)
        return abs(growth - planted) <= 0.1 * planted
    }

    /// Whether a culprit is what was planted, wherever it comes from: of the right kind, and the right step or size.
    func explains(_ culprit: Culprit) -> Bool {
        switch (self, culprit.place) {
        case (.slowerStep, .step(let step)): NightTree.isBuild(step.instruction)
        case (.movedCopy, .misses(let steps)):
            !steps.isEmpty && steps.allSatisfy { NightTree.isInstallation($0.instruction) }
        case (.largerImage, .image): culprit.values.map { Self.isData($0.candidate - $0.base) } ?? false
        case (.largerImage, .step(let step)): step.isNew && NightTree.isData(step.instruction)
        case (.slowerCommand, .command): true
        case (.failingStep, .failure(let job)):
            job.job.steps.first { $0.error != nil }.map { NightTree.isBuild($0.instruction) } ?? false
        case (.leak, .leak(let change)): change.kind == "container"
        default: false
        }
    }
}
