import Foundation
import Model

/// What many jobs of a run have in common, stored once for all of them.
package final class Cell: Sendable {
    /// From 0, in the order in which the run's cells come first.
    package let number: Int
    package let scenario: String
    /// The configuration's name.
    package let configuration: String
    /// Its factors; nil where this version does not know them all.
    package let factors: Configuration?
    package let fixture: String
    /// What the revisions changed.
    package let changeClass: ChangeClass

    package init(
        scenario: String, configuration: String, factors: Configuration? = nil, fixture: String,
        changeClass: ChangeClass,
        number: Int = 0
    ) {
        (self.scenario, self.configuration, self.fixture) = (scenario, configuration, fixture)
        self.factors = factors
        (self.changeClass, self.number) = (changeClass, number)
    }
}

/// A finite number that may be missing, in the eight bytes of the number: an optional takes sixteen.
@propertyWrapper
package struct Known: Sendable, Equatable {
    /// Not a number if it is missing.
    private var raw: Double

    package init(wrappedValue: Double?) { raw = wrappedValue ?? .nan }

    package var wrappedValue: Double? {
        get { raw.isNaN ? nil : raw }
        set { raw = newValue ?? .nan }
    }

    /// Two that are missing are equal.
    package static func == (left: Known, right: Known) -> Bool { left.wrappedValue == right.wrappedValue }
}

/// An integer in four bytes, cut off at their range.
@propertyWrapper
package struct Narrow: Sendable, Equatable {
    private var raw: Int32

    package init(wrappedValue: Int) { raw = Int32(clamping: wrappedValue) }

    package var wrappedValue: Int {
        get { Int(raw) }
        set { raw = Int32(clamping: newValue) }
    }
}

/// A job as it was stored. All durations are in seconds.
///
/// A million of them are held at once, in 160 bytes each: names are shared, and what few jobs have, or what is read only
/// on request, is stored apart.
package struct Job: Sendable, Identifiable {
    /// What few jobs have.
    package struct Rarities: Sendable {
        /// The same command without an engine; its output is not read.
        package var direct: DirectRecord?
        /// Why it did not succeed; the output is not read.
        package var failure: Failure?
        /// Why its cleanup failed, whatever failed before.
        package var cleanupFailure: String?
        /// The name of the change that its revision is; nil for a commit.
        package var change: String?

        fileprivate var isEmpty: Bool { direct == nil && failure == nil && cleanupFailure == nil && change == nil }
    }

    /// What is read only on request (see `JobPart`).
    package struct Parts: Sendable {
        package var steps: [StepRecord] = []
        /// Its points of the requested names, in the order of their time.
        package var points: [(name: String, value: Double)] = []
        /// What the disk held after it.
        package var disk: DiskRecord?
        /// The layers that its build made anew, in bytes; nil if the engine does not report it.
        package var made: Int?
        package var details: JobDetails?
        /// The values of the requested metrics, in their order; NaN if it has none.
        package var metrics: [Double] = []
    }

    private final class Box<Value: Sendable>: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    /// Its id in this database: `job` in the views.
    package let id: Int64
    package let cell: Cell
    private var rareBox: Box<Rarities>?
    private var partsBox: Box<Parts>?
    /// When it began, to the millisecond.
    package var startedAt: Date
    /// How much it counts when the trace is weighted back to its population.
    package var weight: Double
    /// The wait between its intended start and its start.
    package var queued = 0.0
    /// From its start to the end of its cleanup; nil if it was not cleaned up.
    @Known package var wall: Double? = nil
    /// How long its own command ran.
    @Known package var command: Double? = nil
    @Known private var context: Double? = nil
    @Known private var build: Double? = nil
    @Known private var run: Double? = nil
    @Known private var artifacts: Double? = nil
    @Known private var cleanup: Double? = nil
    /// Plimsoll's own cost.
    package var own = OwnCost()
    /// Its place in the plan; below 0 if it is outside it.
    @Narrow package var position = 0
    /// The round of the interleaved order that it belongs to: jobs of one round of the trace build the same change.
    @Narrow package var round = 0
    /// Which executor ran it, from 0.
    @Narrow package var executor = 0
    /// How many of its build steps can come from the cache; 0 if they were not read.
    @Narrow package var cacheableSteps = 0
    /// How many of those did.
    @Narrow package var cachedSteps = 0
    /// Whether it only warmed the worker.
    package var warmup: Bool
    /// Whether it was told to build without the cache.
    package var cold: Bool
    package var outcome: Outcome
    /// How the time of its command was measured, if it has one.
    package var commandClock = CommandClock.engineState

    /// A job without measurements.
    package init(
        id: Int64 = 0, cell: Cell, weight: Double = 1, executor: Int = 0, position: Int = 0, round: Int = 0,
        warmup: Bool = false, cold: Bool = false, outcome: Outcome = .succeeded, startedAt: Date
    ) {
        (self.id, self.cell, self.weight, self.startedAt) = (id, cell, weight, startedAt)
        (self.warmup, self.cold, self.outcome) = (warmup, cold, outcome)
        (self.position, self.round, self.executor) = (position, round, executor)
    }
}

extension Job {
    /// The seconds of a phase; nil if it was not entered.
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

    package var rarities: Rarities {
        get { rareBox?.value ?? Rarities() }
        set { rareBox = newValue.isEmpty ? nil : Box(newValue) }
    }

    package var parts: Parts {
        get { partsBox?.value ?? Parts() }
        set { partsBox = Box(newValue) }
    }

    package var direct: DirectRecord? { rareBox?.value.direct }
    package var failure: Failure? { rareBox?.value.failure }
    package var change: String? { rareBox?.value.change }
    package var steps: [StepRecord] { partsBox?.value.steps ?? [] }
    package var disk: DiskRecord? { partsBox?.value.disk }
    package var made: Int? { partsBox?.value.made }
    package var details: JobDetails? { partsBox?.value.details }

    /// Its value of the requested metric at a place; nil if it has none.
    package func metric(_ place: Int) -> Double? {
        guard let value = partsBox?.value.metrics[place], !value.isNaN else { return nil }
        return value
    }

    /// The last value of a requested point; nil if it has none.
    package subscript(_ point: some PointName) -> Double? {
        let name = point.rawValue
        return partsBox?.value.points.last { $0.name == name }?.value
    }

    /// All values of a requested point, in the order of their time.
    package func values(of point: some PointName) -> [Double] {
        let name = point.rawValue
        return (partsBox?.value.points ?? []).filter { $0.name == name }.map(\.value)
    }
}
