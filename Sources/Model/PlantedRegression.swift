/// What is made worse in a job on purpose, to see whether a comparison finds it: the factor `planted`.
public enum PlantedRegression: String, Codable, Sendable, CaseIterable {
    /// Nothing.
    case nothing = "none"
    /// Nothing either: the same jobs under another name.
    case control
    /// A step of the build takes longer.
    case slowerStep = "slower-step"
    /// A step that could come from the cache never does.
    case missingCache = "missing-cache"
    /// A job leaves a container behind: the first measured one.
    case leak
    /// A step of the build writes more bytes.
    case largerLayer = "larger-layer"

    /// What a Dockerfile is told of it: jobs with nothing in them and those under another name are told the same.
    public var argument: String { self == .control ? Self.nothing.rawValue : rawValue }
}
