import Foundation

/// A run that others are compared with, under a name.
public struct StoredBaseline: Sendable, Equatable {
    /// Its name, unique in its database.
    public var name: String
    /// The run.
    public var run: UUID
    /// Wall-clock time at which it got the name.
    public var setAt: Date

    /// A value of these parts.
    public init(name: String, run: UUID, setAt: Date) {
        self.name = name
        self.run = run
        self.setAt = setAt
    }
}
