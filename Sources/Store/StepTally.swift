import Model

/// The cacheable steps of a run that are alike in all that a cache analysis considers, counted.
package struct StepTally: Sendable, Equatable {
    /// The configuration's name.
    package var configuration: String
    package var fixture: String
    /// What the jobs' revisions changed.
    package var changeClass: ChangeClass
    /// Whether the jobs succeeded on a warm worker: no warm-ups, none told to build without the cache.
    package var warm: Bool
    package var instruction: String
    package var cached: Bool
    /// Why they did not come from the cache, if that is known.
    package var missReason: MissReason?
    package var count: Int
    /// The weights of their jobs, added up.
    package var weight: Double
    /// How long they took together, in seconds, as far as it is known.
    package var seconds: Double
    /// How many of them have a known time.
    package var timed: Int
    /// The sizes of their layers added up, in bytes, as far as they are known.
    package var bytes: Double
    /// The same, each with its job's weight.
    package var weightedBytes: Double

    package init(
        configuration: String, fixture: String, changeClass: ChangeClass, warm: Bool, instruction: String, cached: Bool,
        missReason: MissReason? = nil, count: Int = 0, weight: Double = 0, seconds: Double = 0, timed: Int = 0,
        bytes: Double = 0, weightedBytes: Double = 0
    ) {
        (self.configuration, self.fixture, self.changeClass, self.warm) = (configuration, fixture, changeClass, warm)
        (self.instruction, self.cached, self.missReason) = (instruction, cached, missReason)
        (self.count, self.weight, self.seconds, self.timed) = (count, weight, seconds, timed)
        (self.bytes, self.weightedBytes) = (bytes, weightedBytes)
    }
}

/// Adds steps up by all that a cache analysis considers. The few kinds of job are numbered, so that finding a step's
/// tally among those of its job's kind hashes one number.
struct StepTallyTable {
    /// What the jobs of a kind have in common.
    private struct Kind: Hashable {
        var configuration: String
        var fixture: String
        var changeClass: ChangeClass
        var warm: Bool
    }

    private var kinds: [Kind] = []
    private var numbers: [Kind: Int] = [:]
    /// Where the tallies of a kind's steps stand, by instruction and fate.
    private var places: [[Int64: Int]] = []
    /// Their texts are filled in at the end, by `instructions`.
    private var tallies: [StepTally] = []
    private var instructions: [Int64] = []
    /// By the number of a job's cell: the kind of its steps, for warm jobs and for others.
    private var ofCells: [(warm: Int, other: Int)] = []
    /// The kind and the weight of the job whose steps are added.
    private var job = (kind: 0, weight: 0.0)

    /// The next steps belong to this job. Cells must come in the order of their numbers.
    mutating func begin(_ job: Job) {
        if job.cell.number == ofCells.count {
            let warm = number(of: job.cell, warm: true)
            ofCells.append((warm, number(of: job.cell, warm: false)))
        }
        let kinds = ofCells[job.cell.number]
        let isWarm = !job.warmup && !job.cold && job.outcome == .succeeded
        self.job = (isWarm ? kinds.warm : kinds.other, job.weight)
    }

    private mutating func number(of cell: Cell, warm: Bool) -> Int {
        let kind = Kind(
            configuration: cell.configuration, fixture: cell.fixture, changeClass: cell.changeClass, warm: warm)
        if let number = numbers[kind] { return number }
        kinds.append(kind)
        places.append([:])
        numbers[kind] = kinds.count - 1
        return kinds.count - 1
    }

    mutating func add(_ instruction: Int64, cached: Bool, missReason: MissReason?, seconds: Double?, bytes: Int?) {
        // Ids are counted up from 1: a factor of 32 leaves room for every fate.
        let fate = (missReason.map { $0.number + 1 } ?? 0) * 2 + (cached ? 1 : 0)
        let key = instruction * 32 + Int64(fate)
        let place: Int
        if let known = places[job.kind][key] {
            place = known
        } else {
            let kind = kinds[job.kind]
            place = tallies.count
            places[job.kind][key] = place
            instructions.append(instruction)
            tallies.append(
                StepTally(
                    configuration: kind.configuration, fixture: kind.fixture, changeClass: kind.changeClass,
                    warm: kind.warm, instruction: "", cached: cached, missReason: missReason))
        }
        tallies[place].count += 1
        tallies[place].weight += job.weight
        if let seconds {
            tallies[place].seconds += seconds
            tallies[place].timed += 1
        }
        if let bytes {
            tallies[place].bytes += Double(bytes)
            tallies[place].weightedBytes += Double(bytes) * job.weight
        }
    }

    /// The tallies, ordered by all that they differ in.
    /// - Parameter text: the text of an instruction's id.
    func tallies(_ text: (Int64) throws -> String) rethrows -> [StepTally] {
        var tallies = tallies
        for index in tallies.indices { tallies[index].instruction = try text(instructions[index]) }
        return tallies.sorted { left, right in
            left.order.lexicographicallyPrecedes(right.order) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }
}

extension MissReason {
    /// Its place among the reasons, from 0.
    fileprivate var number: Int {
        switch self {
        case .cold: 0
        case .baseChanged: 1
        case .instructionChanged: 2
        case .argumentChanged: 3
        case .contentChanged: 4
        case .parentMissed: 5
        case .evicted: 6
        case .unknown: 7
        }
    }
}

extension StepTally {
    /// What it is ordered by: the bytes of the texts, as in the database, then what became of the steps.
    fileprivate var order: [String] {
        [fixture, configuration, changeClass.rawValue, instruction, "\(warm)", "\(cached)", missReason?.rawValue ?? ""]
    }
}
