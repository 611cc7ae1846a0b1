/// What a change touches, and so what of the cache it may invalidate.
public enum ChangeClass: String, Codable, Sendable, CaseIterable, Comparable {
    /// The same revision again: nothing changed.
    case none
    /// Only source files changed.
    case source
    /// A dependency manifest changed.
    case dependency
    /// The Dockerfile changed.
    case dockerfile
    /// The base image changed.
    case base
    /// Only modification times changed.
    case touch

    /// In the order in which the classes are declared.
    public static func < (left: ChangeClass, right: ChangeClass) -> Bool {
        left.order < right.order
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
