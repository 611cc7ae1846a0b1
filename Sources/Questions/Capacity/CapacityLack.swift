/// What is missing for a simulation to rest on.
package enum CapacityLack: Sendable, Equatable {
    /// No job of a real fixture succeeded on a warm worker that it had to itself.
    case nothingAlone
    /// Too few jobs of a fixture did.
    case fewAlone(fixture: String, count: Int, needed: Int)
    /// No job of a fixture began with an empty cache.
    case noCold(fixture: String)
    /// By how much builds of these kinds, and first builds of these fixtures, grow a disk was not measured.
    case noGrowth(kinds: [CapacityObservation.Kind], first: [String])
    /// No closed loop was measured with so many executors or more, or with too few jobs.
    case noLevel(executors: Int, measured: [Int])

    /// In words, with what to do about it.
    package var description: String {
        switch self {
        case .nothingAlone:
            "no job of a real fixture succeeded on a warm worker with one executor: run a scenario that has such jobs"
        case .fewAlone(let fixture, let count, let needed):
            "\(count) warm jobs of \(fixture) with one executor are too few: \(needed) or more are needed"
        case .noCold(let fixture):
            "no cold build of \(fixture) was measured: a stream's first job is one, and so are those of `cold:`"
        case .noGrowth(let kinds, let first):
            "by how much the disk grows was not measured of \(Self.names(kinds, first)): "
                + "run a scenario with a ledger and cold builds in the same run, or give it"
        case .noLevel(let executors, let measured):
            "how \(executors) builds at once slow each other down was not measured; measured: "
                + measured.map(String.init).joined(separator: ", ")
        }
    }

    private static func names(_ kinds: [CapacityObservation.Kind], _ first: [String]) -> String {
        let builds = kinds.map { "\($0.fixture) (\($0.changeClass.rawValue))" }
        let firsts = first.map { "a first build of \($0)" }
        return (builds + firsts).joined(separator: ", ")
    }
}
