import Model
import Store

/// Gathers the observations of some scenarios' jobs by series, as a survey hands their outlines on.
struct ObservationCollector {
    private let scenarios: Set<String>
    private var lists: [[Observation]] = []
    private var series: [SharedSeries] = []
    private var numbers: [Series: Int] = [:]
    /// By the number of a job's kind: that of its series; nil where its scenario is none of those.
    private var places: [Int?] = []

    /// - Parameter scenarios: the names of those whose jobs are wanted.
    init(scenarios: [String]) {
        self.scenarios = Set(scenarios)
    }

    /// The jobs of each series in the order in which they came.
    var jobs: [Series: [Observation]] {
        Dictionary(uniqueKeysWithValues: zip(series.map(\.series), lists))
    }

    /// Adds a job where it is wanted. Kinds must come in the order of their numbers.
    mutating func add(_ kind: JobKind, _ job: JobOutline) {
        if job.kind == places.count {
            var wanted: Int?
            if scenarios.contains(kind.scenario) { wanted = number(of: kind) }
            places.append(wanted)
        }
        guard let place = places[job.kind] else { return }
        lists[place].append(Observation(job, changeClass: kind.changeClass, series: series[place]))
    }

    private mutating func number(of kind: JobKind) -> Int {
        let name = Series(fixture: kind.fixture, configuration: kind.configuration)
        if let number = numbers[name] { return number }
        series.append(SharedSeries(name))
        lists.append([])
        numbers[name] = series.count - 1
        return series.count - 1
    }
}
