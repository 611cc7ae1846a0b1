import Model

/// A model of how a disk fills: every job of a kind grows it by the mean of its kind.
struct GrowthModel: Sendable, Equatable {
    private let byKind: [DiskIncrement.Kind: Double]
    private let byClass: [ChangeClass: Double]
    private let overall: Double

    /// A model of increments that were measured; nil where there are none.
    init?(fitting increments: [DiskIncrement]) {
        guard !increments.isEmpty else { return nil }
        func mean(_ group: [DiskIncrement]) -> Double { group.reduce(0) { $0 + $1.bytes } / Double(group.count) }
        byKind = Dictionary(grouping: increments, by: \.kind).mapValues(mean)
        byClass = Dictionary(grouping: increments, by: \.kind.changeClass).mapValues(mean)
        overall = mean(increments)
    }

    /// The growth that a job of a kind is expected to bring, in bytes; of a kind that was not measured, as jobs whose
    /// revisions changed the same, or as all.
    func growth(of kind: DiskIncrement.Kind) -> Double {
        byKind[kind] ?? byClass[kind.changeClass] ?? overall
    }
}
