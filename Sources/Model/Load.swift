/// How jobs come to the executors of a level: the factor `load`.
public enum Load: Codable, Sendable, Hashable, RawRepresentable {
    /// Every executor begins its next job when its last one has ended: none is ever idle.
    case closed
    /// Jobs arrive by themselves, as a Poisson process at a share (in per cent) of the rate that the same executors of the same
    /// builder worked off when the run last had them busy; a job waits for the first free executor.
    case open(percent: Int)
    /// The same, but spaced as recorded times are: a git history's, or those of the scenario's `arrivals`.
    case recorded(percent: Int)

    /// Behind a share whose jobs are spaced as recorded.
    private static let recordedMark = "-recorded"

    /// `closed`, a share as `70%`, or `70%-recorded`; nil of any other text, and of shares under 1 % or over 400 %.
    public init?(rawValue: String) {
        if rawValue == "closed" {
            self = .closed
            return
        }
        let isRecorded = rawValue.hasSuffix(Self.recordedMark)
        let share = isRecorded ? rawValue.dropLast(Self.recordedMark.count) : rawValue[...]
        guard share.hasSuffix("%"), let percent = Int(share.dropLast()), (1...400).contains(percent) else {
            return nil
        }
        self = isRecorded ? .recorded(percent: percent) : .open(percent: percent)
    }

    /// As a scenario has it.
    public var rawValue: String {
        switch self {
        case .closed: "closed"
        case .open(let percent): "\(percent)%"
        case .recorded(let percent): "\(percent)%\(Self.recordedMark)"
        }
    }

    /// At which share of the busy executors' rate jobs arrive, in per cent; nil where they do not arrive by themselves.
    public var percent: Int? {
        switch self {
        case .closed: nil
        case .open(let percent), .recorded(let percent): percent
        }
    }

    /// Whether jobs arrive by themselves.
    public var isOpen: Bool { percent != nil }

    /// Whether they are spaced as recorded times are.
    public var isRecorded: Bool {
        if case .recorded = self { true } else { false }
    }
}
