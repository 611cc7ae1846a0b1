import Records

/// One of the provided images.
public struct ProvidedImageFindings: Sendable, Equatable {
    /// Its short name.
    public var name: String
    /// What making its archive took, in seconds; the os image only, where it is known.
    public var making: Double?
    /// What its build (of the os image, its import) on an engine that lacked it took, in seconds.
    public var build: Double?
    /// Median of its rebuilds after an update, by update, in seconds.
    public var rebuilds: [BaseUpdate: Double]
    /// All its layers, in bytes.
    public var bytes: Double?
    /// Its layers without those of the image that it stands on.
    public var ownBytes: Double?
    /// Lines of its Dockerfile.
    public var lines: Int?
}
