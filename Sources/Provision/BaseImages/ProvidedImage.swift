import Engine

/// One of the images that are provided for repositories to build upon.
public struct ProvidedImage: Sendable, Hashable {
    /// The label whose value is its short name.
    public static let label = "plimsoll.provided"

    /// Its short name, as `python`.
    public var name: String
    /// Its Dockerfile: instructions alone, since nothing is copied into it.
    public var dockerfile: String

    /// An image that a Dockerfile makes.
    public init(name: String, dockerfile: String) {
        self.name = name
        self.dockerfile = dockerfile
    }

    /// Its name on every engine.
    public var reference: String { "plimsoll/\(name):\(DebianRelease.codename)" }

    /// The image that it stands on; nil where its Dockerfile has no `FROM`.
    public var base: String? {
        DockerfileOutline(Dockerfile(dockerfile)).stages.first?.reference
    }
}
