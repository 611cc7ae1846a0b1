import Simulation

extension Words {
    /// A number of builds with its thousands set apart: `1,000,000`; what is no whole number keeps its digits.
    static func builds(_ value: Double) -> String {
        guard value == value.rounded(), value >= 0, value < 1e15 else { return plain(value) }
        var digits = String(Int(value))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits] + groups).joined(separator: ",")
    }

    static func workers(_ count: Int) -> String { self.count(count, "worker", "workers") }

    static func executors(_ count: Int) -> String { self.count(count, "executor", "executors") }

    /// A setting by its factors; one without any reads `all jobs`.
    static func setting(_ name: String) -> String { name.isEmpty ? "all jobs" : configuration(name) }

    /// The wait that a share of builds do not exceed.
    static func wait(_ result: SimulationResult?, _ share: Double) -> String {
        result.map { seconds($0.waits.quantile(share) ?? 0) } ?? absent
    }

    /// What comes of a fleet: its p95 wait, or that there is none to give.
    static func wait(_ outcome: SimulationOutcome?) -> String {
        switch outcome {
        case .settled(let result): wait(result, CapacityTerms.share)
        case .overloaded: "overloaded"
        case nil: absent
        }
    }

    /// A range of numbers of workers, or why there is none.
    static func range(_ range: ClosedRange<Int>?) -> String {
        guard let range else { return absent }
        let (least, most) = (range.lowerBound, range.upperBound)
        return least == most ? "\(least)" : "\(least) to \(most)"
    }
}
