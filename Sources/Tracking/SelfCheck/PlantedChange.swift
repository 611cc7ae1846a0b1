/// A regression that a self-check plants, and by what a comparison should know it.
public enum PlantedChange: String, Sendable, Codable, CaseIterable {
    /// A step of the build takes 10 % longer.
    case slowerStep = "slower-step"
    /// A step that could come from the cache never does.
    case missingCache = "missing-cache"
    /// One container is left behind.
    case leak
    /// A layer is 5 % larger.
    case largerLayer = "larger-layer"

    /// What was planted, in words.
    public var words: String {
        switch self {
        case .slowerStep: "a build step 10 % slower"
        case .missingCache: "a cache step that never hits"
        case .leak: "one container left behind"
        case .largerLayer: "5 % more disk a job"
        }
    }

    /// The metrics that it changes itself, by their ids: all of them should be named.
    public var signs: Set<String> {
        switch self {
        case .slowerStep: ["build_s"]
        case .missingCache: ["hits", "misses"]
        case .leak: [Metrics.leaks(kind: "container").id]
        case .largerLayer: ["engine_grown_bytes"]
        }
    }

    /// The metrics that move with it where they are large enough to be seen, by their ids: naming them is right too. A step that is
    /// not cached takes time and makes a layer; what is left behind takes a few blocks of the disk.
    public var consequences: Set<String> {
        switch self {
        case .slowerStep: ["wall_s", "overhead_s"]
        case .missingCache: ["build_s", "wall_s", "overhead_s", "engine_grown_bytes", "remainder_grown_bytes"]
        case .leak, .largerLayer: ["remainder_grown_bytes"]
        }
    }
}
