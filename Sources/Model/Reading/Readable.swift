import Yams

/// Puts what was found into an error's words: short, on one line, without control characters.
enum Readable {
    /// What a node is, as `a list`, `nothing`, `-3` or `"ten"` (quoted where the text quotes it).
    static func kind(of node: Node) -> String {
        switch node {
        case .mapping(let mapping): mapping.isEmpty ? "an empty mapping" : "a mapping"
        case .sequence(let sequence): sequence.isEmpty ? "an empty list" : "a list"
        case .scalar where node.isNull: "nothing"
        case .scalar(let scalar) where scalar.style == .plain: clip(scalar.string)
        case .scalar(let scalar): "\"\(clip(scalar.string))\""
        case .alias: "an alias"
        }
    }

    /// At most 40 characters of a text, its control characters escaped.
    static func clip(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(40).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return start.joined() + (text.unicodeScalars.count > 40 ? "…" : "")
    }
}
