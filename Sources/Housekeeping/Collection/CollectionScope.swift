import Engine

/// Which images a collection may remove.
public enum CollectionScope: Codable, Hashable, Sendable {
    /// Those that jobs of Plimsoll's built, and nobody gave another name: see `LabelledObject.isPlimsolls`. Base images and the
    /// mirror's serve every run, and stay.
    case plimsoll
    /// Those that carry one of these labels, their own or inherited from what they were built upon.
    case labelled([LabelMatch])
    /// All.
    case any

    /// On an engine of Plimsoll's own: what Plimsoll made and what was built upon it, with a name or without.
    public static let marked = CollectionScope.labelled([LabelMatch(key: PlimsollLabel.key, value: "1")])

    /// Whether an image may be removed.
    func covers(_ image: CollectableImage) -> Bool {
        switch self {
        case .any: true
        case .plimsoll: image.runOwner != nil && image.namesByPlimsoll.count == image.allNames.count
        case .labelled(let matches): matches.contains { $0.fits(image.labels) }
        }
    }

    /// Why an image that it does not cover stays.
    var refusal: String {
        switch self {
        case .any: ""
        case .plimsoll: "no job of Plimsoll's built it"
        case .labelled(let matches):
            "it does not carry the label " + matches.map(\.description).joined(separator: " or ")
        }
    }
}

extension CollectableImage: LabelledObject {
    /// Its tags.
    public var allNames: [String] { tags }
}
