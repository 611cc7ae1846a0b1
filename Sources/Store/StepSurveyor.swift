import GRDB
import Model

/// Counts the steps of a run's jobs as they come: both are ordered by the job's id, so they are merged.
struct StepSurveyor {
    /// Its only argument is the run's row id; steps of other runs' jobs may lie between.
    static let sql = """
        SELECT job, instruction, cacheable, cached, error IS NULL, miss_reason, duration_s, bytes FROM step
        WHERE job BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        ORDER BY job, ordinal
        """

    private let rows: RowCursor
    private let columns: StatementColumns
    /// The job of the row that the cursor stands on; nil behind the last.
    private var waiting: Int64?
    private var table = StepTallyTable()
    /// By the number of the job's kind: the kind of its steps, where the job was warm and where it was not.
    private var kinds: [(warm: Int, other: Int)] = []

    init(_ database: Database, run: Int64) throws {
        let statement = try database.makeStatement(sql: Self.sql)
        rows = try Row.fetchCursor(statement, arguments: [run])
        columns = StatementColumns(statement)
        try advance()
    }

    /// Counts the steps of a job: jobs must come in the order of their ids, kinds in the order of their numbers.
    mutating func count(_ job: JobOutline, of kind: JobKind) throws -> StepCounts {
        if job.kind == kinds.count {
            let warm = number(kind, warm: true)
            let other = number(kind, warm: false)
            kinds.append((warm: warm, other: other))
        }
        var counts = StepCounts()
        while let next = waiting, next < job.id { try advance() }
        let isWarm = !job.warmup && !job.cold && job.outcome == .succeeded
        let stepKind = isWarm ? kinds[job.kind].warm : kinds[job.kind].other
        while waiting == job.id {
            if columns.flag(2) {
                let cached = columns.flag(3)
                counts.cacheable += 1
                if cached { counts.cached += 1 }
                if columns.flag(4) {
                    let reason = try missReason()
                    table.add(
                        columns.integer(1), cached: cached, missReason: reason,
                        seconds: columns.optionalDouble(6), bytes: columns.optionalInteger(7), kind: stepKind,
                        weight: job.weight)
                }
            }
            try advance()
        }
        return counts
    }

    /// What was counted.
    func tallies(_ database: Database) throws -> [StepTally] {
        var instructions = SharedTexts.instructions
        return try table.tallies { try instructions.text($0, database) }
    }

    private mutating func advance() throws {
        waiting = try rows.next() == nil ? nil : columns.integer(0)
    }

    private mutating func number(_ kind: JobKind, warm: Bool) -> Int {
        table.number(
            of: StepTallyTable.Kind(
                configuration: kind.configuration, fixture: kind.fixture, changeClass: kind.changeClass, warm: warm))
    }

    private func missReason() throws -> MissReason? {
        guard let text = columns.optionalText(5) else { return nil }
        guard let reason = MissReason(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "a step of job \(columns.integer(0)) missed for `\(text)`, a reason that Plimsoll does not know: "
                    + "a newer version may have written it")
        }
        return reason
    }
}

/// Adds steps up by all that a cache analysis looks at. The few kinds of job are numbered, so that finding a step's sums among
/// those of its job's kind hashes one number.
struct StepTallyTable {
    /// What the jobs of a kind have in common.
    struct Kind: Hashable {
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

    /// The number of a kind, which is added where it is new.
    mutating func number(of kind: Kind) -> Int {
        if let number = numbers[kind] { return number }
        kinds.append(kind)
        places.append([:])
        numbers[kind] = kinds.count - 1
        return kinds.count - 1
    }

    /// Adds one step of a job of a kind.
    mutating func add(
        _ instruction: Int64, cached: Bool, missReason: MissReason?, seconds: Double?, bytes: Int?, kind: Int,
        weight: Double
    ) {
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
