import Foundation
import Simulation

extension Words {
    /// A number of builds with its thousands set apart: `1,000,000`; what is no whole number keeps its digits.
    static func builds(_ value: Double) -> String {
        guard value == value.rounded(), value >= 0, value < 1e15 else { return plain(value) }
        return Int(value).formatted(.number.locale(Locale(identifier: "en_US")))
    }

    static func workers(_ count: Int) -> String { self.count(count, "worker", "workers") }

    static func executors(_ count: Int) -> String { self.count(count, "executor", "executors") }

    /// A setting by its factors; one without any reads `all jobs`.
    static func setting(_ name: String) -> String { name.isEmpty ? "all jobs" : configuration(name) }

    /// What comes of a fleet: its p95 wait, or that there is none to give.
    static func wait(_ outcome: SimulationOutcome?) -> String {
        switch outcome {
        case .settled(let result): seconds(result.waits.quantile(CapacityTerms.share) ?? 0)
        case .overloaded: "overloaded"
        case nil: absent
        }
    }

    /// A range of numbers of workers, or why there is none.
    static func range(_ range: ClosedRange<Int>?) -> String {
        guard let range else { return absent }
        return range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
