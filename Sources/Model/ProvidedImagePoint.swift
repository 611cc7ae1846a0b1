/// A figure of one provided image, by the name of its series: `provided_build_s.python`.
///
/// Those of the run as a whole are of the images as they were made first; those of a job are of the update before it.
public struct ProvidedImagePoint: Sendable, Hashable {
    /// What is measured.
    public enum Figure: String, Sendable, CaseIterable {
        /// How long its build took, in seconds; of the os image, how long its archive's import took.
        case buildSeconds = "provided_build_s"
        /// How long the os image's archive took to make, whenever that was on this machine.
        case makingSeconds = "provided_making_s"
        /// All its layers.
        case bytes = "provided_bytes"
        /// Its layers without those of the image that it stands on: the others share these with it.
        case ownBytes = "provided_own_bytes"
        /// Lines of its Dockerfile, without blank ones and comments.
        case lines = "provided_dockerfile_lines"
    }

    /// What is measured.
    public var figure: Figure
    /// The image's short name, as `python`.
    public var image: String

    /// A figure of an image.
    public init(_ figure: Figure, of image: String) {
        self.figure = figure
        self.image = image
    }

    /// The figure that a series holds; nil where it is another's.
    public init?(series: String) {
        guard let dot = series.firstIndex(of: "."), let figure = Figure(rawValue: String(series[..<dot])) else {
            return nil
        }
        self.init(figure, of: String(series[series.index(after: dot)...]))
    }

    /// The name of its series.
    public var series: String { "\(figure.rawValue).\(image)" }

    /// A value of it, measured now.
    public func point(_ value: Double) -> JobPoint {
        let unit =
            switch figure {
            case .buildSeconds, .makingSeconds: "s"
            case .bytes, .ownBytes: "byte"
            case .lines: "line"
            }
        return JobPoint(name: series, unit: unit, value: value)
    }
}
