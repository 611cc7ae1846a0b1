import Model

/// How full each worker's disk is, in bytes.
///
/// A repository's first build leaves what its cache takes; each later one leaves by how much it grows the disk, which supersedes what was
/// there. What is superseded goes first at a collection, down to the low mark and no farther; then whole repositories go.
struct WorkerDisks {
    private let marks: Fleet.Collection.Marks
    /// What a repository's cache takes, by its fixture.
    private let sizes: [Double]
    private let repositoriesAFixture: Int
    private var used: [Double]
    /// How much of it no build needs any more.
    private var superseded: [Double]

    /// Empty disks.
    ///
    /// - Parameter repositories: how many there are in all, those of a fixture side by side.
    init(_ marks: Fleet.Collection.Marks, workers: Int, sizes: [Double], repositories: Int) {
        self.marks = marks
        self.sizes = sizes
        repositoriesAFixture = max(1, repositories / max(1, sizes.count))
        used = [Double](repeating: 0, count: workers)
        superseded = used
    }

    /// Disks of workers that have worked for long: each anywhere between the marks, with what nobody needs.
    mutating func fill(using generator: inout SeededGenerator) {
        for worker in used.indices {
            used[worker] = marks.low + generator.uniform() * (marks.high - marks.low)
            superseded[worker] = used[worker]
        }
    }

    func isFull(_ worker: Int) -> Bool { used[worker] >= marks.high }

    func isOverLow(_ worker: Int) -> Bool { used[worker] > marks.low }

    mutating func add(_ bytes: Double, on worker: Int) {
        used[worker] += bytes
        superseded[worker] += bytes
    }

    mutating func addFirst(of repository: Int32, on worker: Int, isKept: Bool) {
        if isKept { used[worker] += size(of: repository) } else { add(size(of: repository), on: worker) }
    }

    mutating func remove(_ repository: Int32, on worker: Int) {
        used[worker] = max(0, used[worker] - size(of: repository))
    }

    mutating func removeSuperseded(on worker: Int) {
        let bytes = min(superseded[worker], max(0, used[worker] - marks.low))
        superseded[worker] -= bytes
        used[worker] -= bytes
    }

    mutating func empty(_ worker: Int) {
        used[worker] = 0
        superseded[worker] = 0
    }

    private func size(of repository: Int32) -> Double {
        let fixture = Int(repository) / repositoriesAFixture
        return fixture < sizes.count ? sizes[fixture] : 0
    }
}
