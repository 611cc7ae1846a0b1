/// By how many bytes builds of one setting grow a worker's disk.
package enum DiskGrowth: Sendable, Equatable {
    /// Not measured: every build, and every repository's first one, by so many bytes.
    case given(build: Double, first: Double)
    /// Means of a ledger: builds on a worker that has built their fixture before, and a fixture's first build.
    case ledger(builds: [CapacityObservation.Kind: Double], first: [String: Double])

    /// What a run's ledger says of a setting.
    ///
    /// A first build leaves the layers that a build without the cache makes; where the engine does not tell these, that by which such a
    /// build grows the disk. A kind that makes the disk smaller does not grow it.
    static func of(_ classes: [ClassGrowth], setting: String) -> DiskGrowth {
        var builds: [CapacityObservation.Kind: Double] = [:]
        var first: [String: Double] = [:]
        for found in classes where CapacityObservation.setting(of: found.kind.series) == setting {
            let fixture = found.kind.series.fixture
            if found.kind.cold {
                first[fixture] = max(first[fixture] ?? 0, found.made ?? found.growth.mean)
            } else {
                let kind = CapacityObservation.Kind(fixture: fixture, changeClass: found.kind.changeClass)
                builds[kind] = max(0, found.growth.mean)
            }
        }
        return .ledger(builds: builds, first: first)
    }

    /// By how much a build grows the disk; nil where that was not measured.
    func bytes(of kind: CapacityObservation.Kind) -> Double? {
        switch self {
        case .given(let build, _): build
        case .ledger(let builds, _): builds[kind]
        }
    }

    /// What a fixture's first build leaves on the disk; nil where that was not measured.
    package func size(of fixture: String) -> Double? {
        switch self {
        case .given(_, let first): first
        case .ledger(_, let first): first[fixture]
        }
    }
}
