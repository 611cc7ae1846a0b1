/// What Go's standard library does with text and paths, where Docker's reading of ignore files depends on it.
enum GoText {
    /// UTF-8 as Go ranges over it: every byte that belongs to no valid sequence is one U+FFFD.
    static func scalars(_ bytes: some Collection<UInt8>) -> [Unicode.Scalar] {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return bytes.map { Unicode.Scalar($0) }
        }
        var scalars: [Unicode.Scalar] = []
        var rest = Array(bytes)[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let piece = rest.prefix(length)
            if let text = String(validating: piece, as: UTF8.self), let scalar = text.unicodeScalars.first {
                scalars.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                scalars.append("\u{FFFD}")
                rest = rest.dropFirst()
            }
        }
        return scalars
    }

    /// Without white space at both ends.
    static func trimmed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let start = text.firstIndex { !$0.properties.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
        return Array(text[start..<end])
    }

    /// The shortest equivalent of a path, by its letters alone: no `.`, no doubled or trailing slash, `..` resolved.
    static func cleaned(_ path: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let rooted = path.first == "/"
        var kept: [ArraySlice<Unicode.Scalar>] = []
        for component in path.split(separator: "/") where !component.elementsEqual(["."]) {
            guard component.elementsEqual([".", "."]) else {
                kept.append(component)
                continue
            }
            if let last = kept.last, !last.elementsEqual([".", "."]) {
                kept.removeLast()
            } else if !rooted {
                kept.append(component)
            }
        }
        let joined = Array(kept.joined(separator: ["/"]))
        if rooted { return ["/"] + joined }
        return joined.isEmpty ? ["."] : joined
    }
}
