import Foundation
import Model

/// What many jobs of a run have in common, kept once for all of them.
package final class Cell: Sendable {
    /// Its place among the run's cells, from 0 in the order in which they come first.
    package let number: Int
    /// The scenario's name.
    package let scenario: String
    /// The configuration's name.
    package let configuration: String
    /// The fixture's name.
    package let fixture: String
    /// What the revisions changed.
    package let changeClass: ChangeClass

    /// A cell of these names.
    package init(scenario: String, configuration: String, fixture: String, changeClass: ChangeClass, number: Int = 0) {
        (self.scenario, self.configuration, self.fixture) = (scenario, configuration, fixture)
        (self.changeClass, self.number) = (changeClass, number)
    }
}

/// A finite number that may be missing, in the eight bytes of the number: an optional takes sixteen.
@propertyWrapper
package struct Known: Sendable {
    /// Not a number where it is missing.
    private var raw: Double

    package init(wrappedValue: Double?) { raw = wrappedValue ?? .nan }

    package var wrappedValue: Double? {
        get { raw.isNaN ? nil : raw }
        set { raw = newValue ?? .nan }
    }
}

extension Known: Equatable {
    /// Two that are missing are equal.
    package static func == (left: Known, right: Known) -> Bool { left.wrappedValue == right.wrappedValue }
}

/// A job as it was stored. All durations are in seconds.
///
/// A million of them are held at once, in 160 bytes each: names are shared, what few jobs have stands apart, and so does what is read
/// only when it is asked for.
package struct Job: Sendable, Identifiable {
    /// What few jobs have.
    package struct Rarities: Sendable {
        /// The same command without an engine, without what it printed.
        package var direct: DirectRecord?
        /// Why it did not succeed, without what was printed.
        package var failure: Failure?
        /// Why its cleanup failed, whatever went wrong before.
        package var cleanupFailure: String?
        /// The name of the change that its revision is; nil of a commit.
        package var change: String?

        package init() {}

        fileprivate var isEmpty: Bool { direct == nil && failure == nil && cleanupFailure == nil && change == nil }
    }

    /// The name and the value of one of its points.
    package struct Point: Sendable, Equatable {
        /// The name of its series.
        package var name: String
        package var value: Double

        package init(name: String, value: Double) { (self.name, self.value) = (name, value) }
    }

    /// What is read only when it is asked for (see `JobPart`).
    package struct Parts: Sendable {
        /// The build's steps.
        package var steps: [StepRecord] = []
        /// All of its points of the names that were asked for, in the order of their time.
        package var points: [Point] = []
        /// What the disk held after it.
        package var disk: DiskRecord?
        /// The layers that its build made anew, in bytes; nil where the engine did not tell.
        package var made: Int?
        /// The values of the metrics that were asked for, by their places; no number where it has none.
        package var metrics: [Double] = []

        package init() {}
    }

    private final class Box<Value: Sendable>: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    /// Its id in this database: `job` in the views.
    package let id: Int64
    /// Its scenario, configuration, fixture and change class.
    package let cell: Cell
    private var rareBox: Box<Rarities>?
    private var partsBox: Box<Parts>?
    /// When it began, to the millisecond.
    package var startedAt: Date
    /// How much it counts when the trace is weighted back to its population.
    package var weight: Double
    /// How long it waited between its intended start and its start.
    package var queued = 0.0
    /// From its start to the end of its cleanup; nil where it was not cleaned up.
    @Known package var wall: Double? = nil
    /// How long its own command ran.
    @Known package var command: Double? = nil
    @Known private var context: Double? = nil
    @Known private var build: Double? = nil
    @Known private var run: Double? = nil
    @Known private var artifacts: Double? = nil
    @Known private var cleanup: Double? = nil
    private var ownTimes = (processor: 0.0, outsideRequests: 0.0)
    private var ownRequests: Int32 = 0
    private var numbers: (position: Int32, round: Int32, executor: Int32)
    private var steps32: (cacheable: Int32, cached: Int32) = (0, 0)
    /// Whether it only warmed the worker.
    package var warmup: Bool
    /// Whether it was told to build without the cache.
    package var cold: Bool
    /// How it ended.
    package var outcome: Outcome

    /// A job of which nothing was measured yet.
    package init(
        id: Int64 = 0, cell: Cell, weight: Double = 1, executor: Int = 0, position: Int = 0, round: Int = 0,
        warmup: Bool = false, cold: Bool = false, outcome: Outcome = .succeeded, startedAt: Date
    ) {
        (self.id, self.cell, self.weight, self.startedAt) = (id, cell, weight, startedAt)
        numbers = (Int32(clamping: position), Int32(clamping: round), Int32(clamping: executor))
        (self.warmup, self.cold, self.outcome) = (warmup, cold, outcome)
    }
}

extension Job {
    /// Its place in the plan; below 0 of one outside it.
    package var position: Int { Int(numbers.position) }
    /// The round of the interleaved order that it belongs to: jobs of one round, of the trace, built the same change.
    package var round: Int { Int(numbers.round) }
    /// Which executor ran it, from 0.
    package var executor: Int { Int(numbers.executor) }

    /// The seconds of a phase; nil where it was not entered.
    package subscript(_ phase: Phase) -> Double? {
        get {
            switch phase {
            case .context: context
            case .build: build
            case .run: run
            case .artifacts: artifacts
            case .cleanup: cleanup
            }
        }
        set {
            switch phase {
            case .context: context = newValue
            case .build: build = newValue
            case .run: run = newValue
            case .artifacts: artifacts = newValue
            case .cleanup: cleanup = newValue
            }
        }
    }

    /// What Plimsoll itself cost.
    package var own: OwnCost {
        get {
            OwnCost(
                processor: ownTimes.processor, outsideRequests: ownTimes.outsideRequests, requests: Int(ownRequests))
        }
        set {
            ownTimes = (newValue.processor, newValue.outsideRequests)
            ownRequests = Int32(clamping: newValue.requests)
        }
    }

    /// How many of its build steps can come from the cache; 0 where they were not read.
    package var cacheableSteps: Int {
        get { Int(steps32.cacheable) }
        set { steps32.cacheable = Int32(clamping: newValue) }
    }

    /// How many of those did.
    package var cachedSteps: Int {
        get { Int(steps32.cached) }
        set { steps32.cached = Int32(clamping: newValue) }
    }

    /// What few jobs have.
    package var rarities: Rarities {
        get { rareBox?.value ?? Rarities() }
        set { rareBox = newValue.isEmpty ? nil : Box(newValue) }
    }

    /// What was asked for.
    package var parts: Parts {
        get { partsBox?.value ?? Parts() }
        set { partsBox = Box(newValue) }
    }

    /// The same command without an engine, without what it printed.
    package var direct: DirectRecord? { rareBox?.value.direct }
    /// Why it did not succeed, without what was printed.
    package var failure: Failure? { rareBox?.value.failure }
    /// The name of the change that its revision is; nil of a commit.
    package var change: String? { rareBox?.value.change }
    /// The build's steps, where they were asked for.
    package var steps: [StepRecord] { partsBox?.value.steps ?? [] }
    /// What the disk held after it, where that was asked for and is known.
    package var disk: DiskRecord? { partsBox?.value.disk }
    /// The layers that its build made anew, in bytes, where that was asked for and the engine told.
    package var made: Int? { partsBox?.value.made }

    /// Its value of the metric at a place among those that were asked for; nil where it has none.
    package func metric(_ place: Int) -> Double? {
        guard let value = partsBox?.value.metrics[place], !value.isNaN else { return nil }
        return value
    }

    /// The value of a point that was asked for, of several of one name the last; nil where it has none.
    package subscript(_ point: some PointName) -> Double? {
        let name = point.rawValue
        return partsBox?.value.points.last { $0.name == name }?.value
    }

    /// The values of all its points of a name that was asked for, in the order of their time.
    package func values(of point: some PointName) -> [Double] {
        let name = point.rawValue
        return (partsBox?.value.points ?? []).filter { $0.name == name }.map(\.value)
    }
}
