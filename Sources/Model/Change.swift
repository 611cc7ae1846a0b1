/// One revision of a fixture's trace.
package struct Change: Codable, Sendable, Hashable {
    /// What is done to the engine before the revision is built.
    package enum Preparation: String, Codable, Sendable, CaseIterable {
        case newBaseLayer = "new base layer"
        /// The base image gets another label and keeps its layers, under the same name.
        case newBaseLabel = "new base label"
        case rebuiltProvided = "rebuilt provided images"
        case evict
    }

    /// Position in the trace; 0 is the starting revision.
    package var index: Int
    /// This state of the fixture: a git commit, or for generated changes `START+INDEX`, and the change's own name if it has one.
    package var revision: String
    package var changeClass: ChangeClass
    package var arguments: [String: String]?
    /// The owner of the files as they are sent; nil: 0, as with Docker's client.
    package var owner: Int?
    package var preparation: Preparation?
    /// Its own name, if it has one.
    package var name: String?
    /// The number of the round that builds the revision again with one more file; nil: the revision as it is.
    package var repetition: Int?

    package init(
        index: Int, revision: String, changeClass: ChangeClass, arguments: [String: String]? = nil, owner: Int? = nil,
        preparation: Preparation? = nil, name: String? = nil, repetition: Int? = nil
    ) {
        self.repetition = repetition
        (self.index, self.revision, self.changeClass, self.name) = (index, revision, changeClass, name)
        (self.arguments, self.owner, self.preparation) = (arguments, owner, preparation)
    }

    /// Without the name, which the revision ends with: plans hash as before.
    private enum CodingKeys: CodingKey {
        case index, revision, changeClass, arguments, owner, preparation, repetition
    }

    /// The update of base images that it builds on; nil: none.
    package var update: BaseUpdate? { name.flatMap(BaseUpdate.init(rawValue:)) }
}

/// What a change touches, and so which part of the cache it may invalidate.
package enum ChangeClass: String, Codable, Sendable, CaseIterable, Comparable {
    /// The same revision again.
    case none
    case source, dependency, dockerfile, base, touch

    package static func < (left: ChangeClass, right: ChangeClass) -> Bool {
        left != right && allCases.first { $0 == left || $0 == right } == left
    }
}

/// An update of base images, applied to all jobs of one lap.
package enum BaseUpdate: String, Codable, Sendable, CaseIterable {
    /// The OS image gets one more layer, as with a security update, and the provided images are rebuilt on it.
    case os = "os image updated"
    /// The provided images that repositories build on are rebuilt from their Dockerfiles.
    case provided = "provided images rebuilt"

    package var preparation: Change.Preparation { self == .os ? .newBaseLayer : .rebuiltProvided }

    package func applied(to change: Change) -> Change {
        var updated = change
        updated.changeClass = .base
        updated.preparation = preparation
        updated.revision += " " + rawValue
        updated.name = rawValue
        return updated
    }
}

package struct Trace: Codable, Sendable, Hashable {
    package var fixture: String
    /// The first is the starting state, with class `none`.
    package var changes: [Change]
    /// How often each class occurs in the population that the trace was drawn from (278 source : 9 dependency : 3
    /// dockerfile for scap's history). A drawn trace is weighted back by it. Empty if the trace is the population.
    package var population: [ChangeClass: Int]
    /// When the changes in its history were committed, in seconds since 1970; nil if unknown.
    package var times: [Double]?

    package init(fixture: String, changes: [Change], population: [ChangeClass: Int] = [:], times: [Double]? = nil) {
        (self.fixture, self.changes, self.population, self.times) = (fixture, changes, population, times)
    }
}

extension Trace {
    /// 2016-11-01, 00:00 UTC.
    private static let generatedStart = 1_477_958_400

    /// When a change was committed, in whole seconds since 1970. Generated changes, which have no such time, count as an
    /// hour apart from 2016-11-01.
    package func committed(_ change: Change) -> Int {
        guard let times, times.count >= changes.count, changes.indices.contains(change.index) else {
            return Self.generatedStart + 3600 * change.index
        }
        // A history's times may begin before the first change that is replayed.
        return Int(times[times.count - changes.count + change.index])
    }
}

/// What a scenario requires of each fixture: a trace of `length + 1` changes, including the starting state.
package struct TraceRequest: Codable, Sendable, Hashable {
    /// Number of changes after the starting state.
    package var length: Int
    /// The minimum number of changes drawn per class that the fixture has; the weights of a plan compensate for it.
    package var minimumPerClass: Int
    package var classes: [ChangeClass]?
}
