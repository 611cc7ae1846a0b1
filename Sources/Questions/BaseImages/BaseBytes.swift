/// What the repositories' images take with one builder upon one kind of base, in bytes, by the engine's sizes of layers.
struct BaseBytes: Sendable, Equatable {
    /// One repository's image.
    struct Image: Sendable, Equatable {
        /// The repository.
        var fixture: String
        /// All its layers.
        var bytes: Double
        /// Those that another repository's image has too.
        var shared: Double
    }

    /// The builder.
    var configuration: String
    /// What the images stand on.
    var kind: BaseKind
    /// The images, by fixture.
    var images: [Image]
    /// All layers of all of them, each once.
    var together: Double
}
