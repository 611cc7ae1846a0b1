/// How jobs come to the executors of a level: the factor `load`.
public enum Load: Codable, Sendable, Hashable, RawRepresentable {
    /// Every executor begins its next job when its last one has ended: none is ever idle.
    case closed
    /// Jobs arrive by themselves, as a Poisson process at a share (in per cent) of the rate that the same executors of the same
    /// builder worked off when the run last had them busy; a job waits for the first free executor.
    case open(percent: Int)

    /// `closed`, or a share as `70%`; nil of any other text, and of shares under 1 % or over 400 %.
    public init?(rawValue: String) {
        if rawValue == "closed" {
            self = .closed
            return
        }
        guard rawValue.hasSuffix("%"), let percent = Int(rawValue.dropLast()), (1...400).contains(percent) else {
            return nil
        }
        self = .open(percent: percent)
    }

    /// As a scenario has it.
    public var rawValue: String {
        switch self {
        case .closed: "closed"
        case .open(let percent): "\(percent)%"
        }
    }

    /// Whether jobs arrive by themselves.
    public var isOpen: Bool { self != .closed }
}
