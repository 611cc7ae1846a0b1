import Model

/// One of the provided images.
struct ProvidedImageFindings: Sendable, Equatable {
    /// Its short name.
    var name: String
    /// What making its archive took, in seconds; the os image only, where it is known.
    var making: Double?
    /// What its build (of the os image, its import) on an engine that lacked it took, in seconds.
    var build: Double?
    /// Median of its rebuilds after an update, by update, in seconds.
    var rebuilds: [BaseUpdate: Double]
    /// All its layers, in bytes.
    var bytes: Double?
    /// Its layers without those of the image that it stands on.
    var ownBytes: Double?
    /// Lines of its Dockerfile.
    var lines: Int?
}
