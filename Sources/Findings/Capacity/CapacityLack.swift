/// What is missing for a simulation to rest on.
public enum CapacityLack: Sendable, Equatable {
    /// No job of a real fixture succeeded on a warm worker that it had to itself.
    case nothingAlone
    /// Too few jobs of a fixture did.
    case fewAlone(fixture: String, count: Int, needed: Int)
    /// No job of a fixture began with an empty cache.
    case noCold(fixture: String)
    /// No closed loop was measured with so many executors or more, or with too few jobs.
    case noLevel(executors: Int, measured: [Int])

    /// In words, with what to do about it.
    public var description: String {
        switch self {
        case .nothingAlone:
            "no job of a real fixture succeeded on a warm worker with one executor: run a scenario that has such jobs"
        case .fewAlone(let fixture, let count, let needed):
            "\(count) warm jobs of \(fixture) with one executor are too few: \(needed) or more are needed"
        case .noCold(let fixture):
            "no cold build of \(fixture) was measured: a stream's first job is one, and so are those of `cold:`"
        case .noLevel(let executors, let measured):
            "how \(executors) builds at once slow each other down was not measured; measured: "
                + measured.map(String.init).joined(separator: ", ")
        }
    }
}
