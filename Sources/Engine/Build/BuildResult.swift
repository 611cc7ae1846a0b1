/// How a build ended. A build that failed is a result, not an error.
public struct BuildResult: Sendable, Equatable {
    /// The image's id; nil when the build failed.
    public var imageID: String?
    /// What it did, in the order of its Dockerfile.
    public var steps: [BuildStep]
    /// The last lines of its output, 40 at most.
    public var outputTail: [String]
    /// The engine's words when it failed.
    public var error: String?

    /// A result with its parts.
    public init(
        imageID: String? = nil, steps: [BuildStep] = [], outputTail: [String] = [], error: String? = nil
    ) {
        self.imageID = imageID
        self.steps = steps
        self.outputTail = outputTail
        self.error = error
    }
}

/// What a build reports while it goes on.
public enum BuildProgress: Sendable, Equatable {
    /// A step seems to have begun. While the build goes on, output of a step of the legacy builder may read the same. The result
    /// has the steps that did begin.
    case step(instruction: String)
    /// A line of output.
    case output(String)
}
