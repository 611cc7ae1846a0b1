/// The figures that jobs of a scenario with the factor `base` have besides their records, by the names of their series.
public enum BaseImagePoint: String, Sendable, CaseIterable {
    /// Lines of the Dockerfile that is built, without blank ones and comments.
    case dockerfileLines = "dockerfile_lines"
    /// Instructions of it, `FROM` included.
    case dockerfileInstructions = "dockerfile_instructions"
    /// All layers of the repository's image at the end of the series.
    case imageBytes = "image_bytes"
    /// Those of them that the image of another repository in the same configuration has too.
    case imageSharedBytes = "image_shared_bytes"
    /// All layers of all repositories' images in the same configuration, each layer once.
    case imagesTogetherBytes = "images_together_bytes"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .dockerfileLines: "line"
        case .dockerfileInstructions: "instruction"
        case .imageBytes, .imageSharedBytes, .imagesTogetherBytes: "byte"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Int) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: Double(value))
    }
}
