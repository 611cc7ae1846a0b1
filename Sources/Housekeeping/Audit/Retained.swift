/// What is meant to stay after a job, and so is no leak.
public struct Retained: Sendable, Equatable {
    /// Names of images: those that the next jobs find their cache through.
    public var images: Set<String>
    /// Whether BuildKit's cache is meant to stay. Its records are the cache of the jobs to come; BuildKit's own limits decide
    /// what of it goes.
    public var buildCache: Bool

    /// A value of these parts; without arguments nothing is meant to stay.
    public init(images: Set<String> = [], buildCache: Bool = false) {
        self.images = images
        self.buildCache = buildCache
    }

    /// Whether an object is meant to stay.
    func covers(_ object: AuditedObject) -> Bool {
        switch object.kind {
        case .image: images.contains(object.name)
        case .buildCache: buildCache
        default: false
        }
    }
}
