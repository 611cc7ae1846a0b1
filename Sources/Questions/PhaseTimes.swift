import Model

/// How long the phases of a job took, in seconds, in as little memory as they can be kept.
struct PhaseTimes: Sendable, Equatable {
    private var context = Known()
    private var build = Known()
    private var run = Known()
    private var artifacts = Known()
    private var cleanup = Known()

    /// The phases that were entered.
    init(_ phases: [Phase: Double]) {
        for (phase, seconds) in phases { self[phase] = seconds }
    }

    /// The phases; nil where one was not entered.
    init(context: Double?, build: Double?, run: Double?, artifacts: Double?, cleanup: Double?) {
        self.context = Known(context)
        self.build = Known(build)
        self.run = Known(run)
        self.artifacts = Known(artifacts)
        self.cleanup = Known(cleanup)
    }

    /// The seconds of a phase; nil where it was not entered.
    subscript(_ phase: Phase) -> Double? {
        get {
            switch phase {
            case .context: context.value
            case .build: build.value
            case .run: run.value
            case .artifacts: artifacts.value
            case .cleanup: cleanup.value
            }
        }
        set {
            switch phase {
            case .context: context.value = newValue
            case .build: build.value = newValue
            case .run: run.value = newValue
            case .artifacts: artifacts.value = newValue
            case .cleanup: cleanup.value = newValue
            }
        }
    }

    /// Whether none was entered.
    var isEmpty: Bool { Phase.allCases.allSatisfy { self[$0] == nil } }

    /// All that were entered, added up in their order.
    var total: Double { Phase.allCases.reduce(0) { $0 + (self[$1] ?? 0) } }
}
