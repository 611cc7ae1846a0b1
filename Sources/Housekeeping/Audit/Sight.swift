/// Whether an audit saw all things of a kind. Only of kinds that were seen whole can it say that nothing is left.
public enum Sight: Codable, Sendable, Hashable {
    /// All of them.
    case seen
    /// Some of them; why not all, in words.
    case partly(String)
    /// None of them; why, in words.
    case hidden(String)

    /// Whether all of them were seen.
    public var isWhole: Bool { self == .seen }

    /// Whether none was seen.
    public var isHidden: Bool {
        if case .hidden = self { true } else { false }
    }

    /// How well things were seen that were looked for in two places.
    func together(with other: Sight) -> Sight {
        switch (self, other) {
        case (.seen, .seen): .seen
        case (.hidden, .hidden): self
        case (.seen, _): .partly(other.reason ?? "")
        default: .partly(reason ?? "")
        }
    }

    /// What it is called in results.
    public var name: String {
        switch self {
        case .seen: "seen"
        case .partly: "partly"
        case .hidden: "hidden"
        }
    }

    /// Why not all were seen; nil where they were.
    public var reason: String? {
        switch self {
        case .seen: nil
        case .partly(let reason), .hidden(let reason): reason
        }
    }
}
