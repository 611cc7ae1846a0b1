import EngineAPI

/// Which images a collection may remove.
public enum CollectionScope: Codable, Hashable, Sendable {
    /// Those that carry one of these labels.
    case labelled([LabelMatch])
    /// All.
    case any

    /// Only what Plimsoll made.
    public static let plimsoll = CollectionScope.labelled([LabelMatch(key: PlimsollLabel.key, value: "1")])

    /// Whether an image with these labels may be removed.
    public func covers(_ labels: [String: String]) -> Bool {
        switch self {
        case .any: true
        case .labelled(let matches): matches.contains { $0.fits(labels) }
        }
    }
}
