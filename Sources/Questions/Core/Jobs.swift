import Model
import Store

extension Job {
    /// Its fixture and configuration.
    var series: Series { Series(cell) }

    var changeClass: ChangeClass { cell.changeClass }

    /// What the job cost beyond its own command; nil where either is unknown.
    var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }

    /// Overhead over wall time, from 0 to 1.
    var share: Double? { wall.flatMap { wall in wall > 0 ? overhead.map { $0 / wall } : nil } }

    /// Whether it was built without a cache: told so, or a warm-up that found none of its steps.
    var isCold: Bool { cold || (warmup && cacheableSteps > 0 && cachedSteps == 0) }

    /// Whether it succeeded and its overhead is known.
    var isMeasured: Bool { outcome == .succeeded && overhead != nil }

    /// Whether it counts as a job on a warm worker.
    var isWarm: Bool { isMeasured && !warmup && !cold }
}

/// Gathers the jobs of some scenarios by series, as they are read.
struct JobCollector {
    private let scenarios: Set<String>
    private var lists: [[Job]] = []
    private var numbers: [Series: Int] = [:]
    /// By the number of a job's cell: that of its series; nil where its scenario is none of those.
    private var places: [Int?] = []

    init(scenarios: [String]) { self.scenarios = Set(scenarios) }

    /// The jobs of each series in the order in which they came.
    var jobs: [Series: [Job]] { numbers.mapValues { lists[$0] } }

    /// Adds a job where it is wanted. Cells must come in the order of their numbers.
    mutating func add(_ job: Job) {
        if job.cell.number == places.count {
            places.append(scenarios.contains(job.cell.scenario) ? number(of: job.series) : nil)
        }
        if let place = places[job.cell.number] { lists[place].append(job) }
    }

    private mutating func number(of series: Series) -> Int {
        if let number = numbers[series] { return number }
        numbers[series] = lists.count
        lists.append([])
        return lists.count - 1
    }
}

extension Cell {
    /// False if its configuration has a factor or a value that this version does not know: nothing is said of its jobs
    /// where factors count.
    var isUnderstood: Bool { factors != nil }
}

extension ResultsDatabase {
    /// The jobs of some scenarios of a run, in the order in which they were saved.
    func jobs(run: RunSummary, of scenarios: some Collection<String>, including parts: [JobPart] = []) throws -> [Job] {
        let wanted = Set(scenarios)
        var jobs: [Job] = []
        try forEachJob(run: run.id, including: parts) {
            if wanted.contains($0.cell.scenario), $0.cell.isUnderstood { jobs.append($0) }
        }
        return jobs
    }
}

extension Sequence<Job> {
    /// The weighted median of a figure over the jobs that have it; nil where none has.
    func weightedMedian(of figure: (Job) -> Double?) -> Double? {
        var values: [Double] = []
        var weights: [Double] = []
        for job in self {
            guard let value = figure(job) else { continue }
            values.append(value)
            weights.append(job.weight)
        }
        return Medians.weighted(values, weights: weights)
    }

    /// The same with its 95 % interval, as `Strata.estimate`.
    func median(of figure: (Job) -> Double?, seed: UInt64) -> Estimate? {
        Strata(self, of: figure).estimate(seed: seed)
    }
}
