/// What the repositories' images take with one builder upon one kind of base, in bytes, by the engine's sizes of layers.
public struct BaseBytes: Sendable, Equatable {
    /// One repository's image.
    public struct Image: Sendable, Equatable {
        /// The repository.
        public var fixture: String
        /// All its layers.
        public var bytes: Double
        /// Those that another repository's image has too.
        public var shared: Double
    }

    /// The builder.
    public var configuration: String
    /// What the images stand on.
    public var kind: BaseKind
    /// The images, by fixture.
    public var images: [Image]
    /// All layers of all of them, each once.
    public var together: Double
}
