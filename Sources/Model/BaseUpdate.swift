/// An update of the images that repositories build upon, which all jobs of one lap meet.
public enum BaseUpdate: String, Codable, Sendable, CaseIterable {
    /// The os image gets one layer more, as a security update gives it, and the provided images are rebuilt upon it.
    case os = "os image updated"
    /// The provided images that repositories build upon are rebuilt from their Dockerfiles.
    case provided = "provided images rebuilt"

    /// The update that a revision's name tells of; nil: none.
    public init?(revision: String) {
        guard let update = Self.allCases.first(where: { revision.hasSuffix(" " + $0.rawValue) }) else { return nil }
        self = update
    }

    /// What is done to the engine.
    public var preparation: Change.Preparation {
        switch self {
        case .os: .newBaseLayer
        case .provided: .rebuiltProvided
        }
    }

    /// A change's revision again, built upon images that were updated.
    public func applied(to change: Change) -> Change {
        var updated = change
        updated.changeClass = .base
        updated.preparation = preparation
        updated.revision += " " + rawValue
        return updated
    }
}
