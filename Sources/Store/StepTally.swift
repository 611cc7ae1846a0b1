import Model

/// The cacheable steps of a run that are alike in all that a cache analysis looks at, counted.
package struct StepTally: Sendable, Equatable {
    /// The configuration's name.
    package var configuration: String
    /// The fixture's name.
    package var fixture: String
    /// What the jobs' revisions changed.
    package var changeClass: ChangeClass
    /// Whether the jobs succeeded on a warm worker: no warm-ups, none told to build without the cache.
    package var warm: Bool
    /// The instruction's text.
    package var instruction: String
    /// Whether the steps came from the cache.
    package var cached: Bool
    /// Why they did not, where it is known.
    package var missReason: MissReason?
    /// How many steps.
    package var count: Int
    /// The weights of their jobs, added up.
    package var weight: Double
    /// How long they took together, in seconds, those whose time is known.
    package var seconds: Double
    /// How many of them have a known time.
    package var timed: Int
    /// The sizes of their layers added up, in bytes, those whose size is known.
    package var bytes: Double
    /// The same, each with its job's weight.
    package var weightedBytes: Double

    /// A value of these parts.
    package init(
        configuration: String, fixture: String, changeClass: ChangeClass, warm: Bool, instruction: String, cached: Bool,
        missReason: MissReason? = nil, count: Int, weight: Double, seconds: Double, timed: Int,
        bytes: Double = 0, weightedBytes: Double = 0
    ) {
        (self.configuration, self.fixture, self.changeClass, self.warm) = (configuration, fixture, changeClass, warm)
        (self.instruction, self.cached, self.missReason) = (instruction, cached, missReason)
        (self.count, self.weight, self.seconds, self.timed) = (count, weight, seconds, timed)
        (self.bytes, self.weightedBytes) = (bytes, weightedBytes)
    }
}

/// Adds steps up by all that a cache analysis looks at. The few kinds of job are numbered, so that finding a step's sums among
/// those of its job's kind hashes one number.
struct StepTallyTable {
    /// What the jobs of a kind have in common.
    private struct Kind: Hashable {
        var configuration: String
        var fixture: String
        var changeClass: ChangeClass
        var warm: Bool
    }

    private struct Sums {
        let kind: Int
        let instruction: Int64
        let cached: Bool
        let missReason: MissReason?
        var count = 0
        var weight = 0.0
        var seconds = 0.0
        var timed = 0
        var bytes = 0
        var weightedBytes = 0.0
    }

    private var kinds: [Kind] = []
    private var numbers: [Kind: Int] = [:]
    /// Where the sums of a kind's steps stand, by instruction and what became of them.
    private var places: [[Int64: Int]] = []
    private var sums: [Sums] = []
    /// By the number of a job's cell: the kind of its steps, where the job was warm and where it was not.
    private var ofCells: [(warm: Int, other: Int)] = []
    /// The job that steps are added of: its kind and its weight.
    private var job = (kind: 0, weight: 0.0)

    /// The steps that are added next are a job's. Cells must come in the order of their numbers.
    mutating func begin(_ job: Job) {
        if job.cell.number == ofCells.count {
            let warm = number(of: job.cell, warm: true)
            let other = number(of: job.cell, warm: false)
            ofCells.append((warm: warm, other: other))
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

    /// Adds one step of the job.
    mutating func add(_ instruction: Int64, cached: Bool, missReason: MissReason?, seconds: Double?, bytes: Int?) {
        let (kind, weight) = job
        // Ids are counted up from 1: a factor of 32 leaves room for every fate.
        let fate = (missReason.map { $0.number + 1 } ?? 0) * 2 + (cached ? 1 : 0)
        let key = instruction * 32 + Int64(fate)
        let place: Int
        if let known = places[kind][key] {
            place = known
        } else {
            place = sums.count
            sums.append(Sums(kind: kind, instruction: instruction, cached: cached, missReason: missReason))
            places[kind][key] = place
        }
        sums[place].count += 1
        sums[place].weight += weight
        if let seconds {
            sums[place].seconds += seconds
            sums[place].timed += 1
        }
        if let bytes {
            sums[place].bytes += bytes
            sums[place].weightedBytes += Double(bytes) * weight
        }
    }

    /// The sums, ordered by all that they differ in.
    ///
    /// - Parameter text: the text of an instruction's id.
    func tallies(_ text: (Int64) throws -> String) rethrows -> [StepTally] {
        let tallies = try sums.map { sums in
            let kind = kinds[sums.kind]
            return StepTally(
                configuration: kind.configuration, fixture: kind.fixture, changeClass: kind.changeClass,
                warm: kind.warm, instruction: try text(sums.instruction), cached: sums.cached,
                missReason: sums.missReason, count: sums.count, weight: sums.weight, seconds: sums.seconds,
                timed: sums.timed, bytes: Double(sums.bytes), weightedBytes: sums.weightedBytes)
        }
        return tallies.sorted { $0.precedes($1) }
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
    /// By the bytes of the texts, as the database orders them, then by what became of the steps.
    fileprivate func precedes(_ other: StepTally) -> Bool {
        if fixture != other.fixture { return fixture.utf8.lexicographicallyPrecedes(other.fixture.utf8) }
        if configuration != other.configuration {
            return configuration.utf8.lexicographicallyPrecedes(other.configuration.utf8)
        }
        if changeClass != other.changeClass { return changeClass.rawValue < other.changeClass.rawValue }
        if instruction != other.instruction {
            return instruction.utf8.lexicographicallyPrecedes(other.instruction.utf8)
        }
        if warm != other.warm { return other.warm }
        if cached != other.cached { return other.cached }
        return (missReason?.rawValue ?? "") < (other.missReason?.rawValue ?? "")
    }
}
