/// One revision of a fixture's trace.
package struct Change: Codable, Sendable, Hashable {
    /// What is done to the engine before the revision is built.
    package enum Preparation: String, Codable, Sendable, CaseIterable {
        case newBaseLayer = "new base layer"
        /// The base image gets another label and keeps its layers, under the same name.
        case newBaseLabel = "new base label"
        /// The provided images that repositories build upon are built anew, under the same names.
        case rebuiltProvided = "rebuilt provided images"
        case evict
    }

    /// Its place in the trace; 0 is the revision that the trace starts from.
    package var index: Int
    /// What names this state of the fixture: a git commit, or `START+INDEX` for a fixture with generated changes, with
    /// the change's own name behind it where it has one.
    package var revision: String
    /// What this revision changes against the one before it.
    package var changeClass: ChangeClass
    /// Build arguments that the revision is built with; nil: none.
    package var arguments: [String: String]?
    /// The user that the files belong to as they are sent; nil: 0, as Docker's client sends them.
    package var owner: Int?
    /// What is done to the engine first; nil: nothing.
    package var preparation: Preparation?

    package init(
        index: Int, revision: String, changeClass: ChangeClass, arguments: [String: String]? = nil, owner: Int? = nil,
        preparation: Preparation? = nil
    ) {
        (self.index, self.revision, self.changeClass) = (index, revision, changeClass)
        (self.arguments, self.owner, self.preparation) = (arguments, owner, preparation)
    }
}

/// What a change touches, and so what of the cache it may invalidate.
package enum ChangeClass: String, Codable, Sendable, CaseIterable, Comparable {
    /// The same revision again: nothing changed.
    case none
    case source, dependency, dockerfile, base, touch

    /// In the order in which the classes are declared.
    package static func < (left: ChangeClass, right: ChangeClass) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// An update of the images that repositories build upon, which all jobs of one lap meet.
package enum BaseUpdate: String, Codable, Sendable, CaseIterable {
    /// The os image gets one layer more, as a security update gives it, and the provided images are rebuilt upon it.
    case os = "os image updated"
    /// The provided images that repositories build upon are rebuilt from their Dockerfiles.
    case provided = "provided images rebuilt"

    /// The update that a revision's name tells of; nil: none.
    package init?(revision: String) {
        guard let update = Self.allCases.first(where: { revision.hasSuffix(" " + $0.rawValue) }) else { return nil }
        self = update
    }

    package var preparation: Change.Preparation {
        switch self {
        case .os: .newBaseLayer
        case .provided: .rebuiltProvided
        }
    }

    /// A change's revision again, built upon images that were updated.
    package func applied(to change: Change) -> Change {
        var updated = change
        updated.changeClass = .base
        updated.preparation = preparation
        updated.revision += " " + rawValue
        return updated
    }
}

/// The ordered changes of one fixture that are replayed.
package struct Trace: Codable, Sendable, Hashable {
    package var fixture: String
    /// The changes in order; the first is the starting state, whose class is `none`.
    package var changes: [Change]
    /// How often each class stands in the population that the trace was drawn from (278 source : 9 dependency : 3
    /// dockerfile for scap's history), by which a drawn trace is weighted back; empty when the trace is the population.
    package var population: [ChangeClass: Int]
    /// When the changes of the history that it is of came, in seconds since 1970; nil where that is not known.
    package var times: [Double]?

    package init(fixture: String, changes: [Change], population: [ChangeClass: Int] = [:], times: [Double]? = nil) {
        (self.fixture, self.changes, self.population, self.times) = (fixture, changes, population, times)
    }
}

/// What a scenario asks of each fixture: a trace of `length + 1` changes, the first of which is the starting state.
package struct TraceRequest: Codable, Sendable, Hashable {
    /// How many changes follow the starting state.
    package var length: Int
    /// How many changes of each class that the fixture knows are drawn at least; the weights of a plan undo it.
    package var minimumPerClass: Int
    /// The classes that changes are drawn of; nil: all that the fixture knows.
    package var classes: [ChangeClass]?
}
