import Model

/// Jobs that are alike: those that one median is taken of.
struct ExportGroup: Sendable, Hashable, Comparable {
    let scenario: String
    let configuration: String
    let fixture: String
    let changeClass: String
    /// Whether they were told to build without the cache.
    let cold: Bool

    init(_ job: JobRecord) {
        scenario = job.scenario
        configuration = job.configuration
        fixture = job.fixture
        changeClass = job.changeClass.rawValue
        cold = job.cold
    }

    /// As `overhead/builder=buildkit/scap/source`, with `/cold` behind it for jobs without the cache.
    var name: String { parts.joined(separator: "/") }

    private var parts: [String] { [scenario, configuration, fixture, changeClass] + (cold ? ["cold"] : []) }

    static func < (left: ExportGroup, right: ExportGroup) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}
