import Yams

extension NodeReader {
    /// Text that is not empty. What YAML takes for a number, a truth value or a date must be quoted.
    mutating func text(_ field: Field, expected: String = "text") -> String? {
        guard case .scalar(let scalar) = field.node, !field.node.isNull else {
            refuse(field, expected: expected)
            return nil
        }
        guard field.node.isText else {
            refuse(field, expected: "\(expected) (in quotes where YAML sees none)")
            return nil
        }
        guard !scalar.string.isEmpty, !scalar.string.unicodeScalars.contains("\0") else {
            refuse(field, expected: expected)
            return nil
        }
        return scalar.string
    }

    /// A name as results carry it.
    mutating func name(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, scalar.string.wholeMatch(of: #/[a-z][a-z0-9._-]{0,62}/#) != nil
        else {
            refuse(field, expected: "a name of lower-case letters, digits, '-', '_' and '.', begun by a letter")
            return nil
        }
        return text(field)
    }

    /// A name as results and the names of images carry it.
    mutating func imageComponent(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, ImageGrammar.isComponent(scalar.string) else {
            refuse(
                field,
                expected:
                    "a name of lower-case letters and digits, begun by a letter; '-', '.', '_' and '__' stand between them"
            )
            return nil
        }
        return text(field)
    }

    /// An image's name.
    mutating func imageReference(_ field: Field) -> String? {
        guard let text = text(field, expected: "an image's name, as node:20") else { return nil }
        guard ImageGrammar.isReference(text) else {
            refuse(field, expected: "an image's name, as node:20")
            return nil
        }
        return text
    }

    /// A whole number within bounds.
    mutating func wholeNumber(_ field: Field, in bounds: ClosedRange<Int>) -> Int? {
        guard let number = plain(field).flatMap({ Int($0) }), bounds.contains(number) else {
            refuse(field, expected: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
            return nil
        }
        return number
    }

    /// A number above 0, at most `most`.
    mutating func positiveNumber(_ field: Field, most: Int) -> Double? {
        guard let number = plain(field).flatMap({ Double($0) }), number > 0, number <= Double(most) else {
            refuse(field, expected: "a number above 0, at most \(most)")
            return nil
        }
        return number
    }

    /// A duration above 0, in seconds.
    mutating func duration(_ field: Field) -> Double? {
        guard let seconds = plain(field).flatMap(DurationText.seconds), seconds > 0 else {
            refuse(field, expected: "a duration above 0, as 90s, 10m or 1h30m")
            return nil
        }
        return seconds
    }

    /// A size above 0, in bytes.
    mutating func size(_ field: Field) -> Int? {
        guard let bytes = plain(field).flatMap(SizeText.bytes), bytes > 0 else {
            refuse(field, expected: "a size above 0, as 512MiB, 1GiB or 1GB")
            return nil
        }
        return bytes
    }

    /// A share above 0 % and up to 100 %, from 0 to 1.
    mutating func share(_ field: Field) -> Double? {
        guard let text = plain(field), text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0,
            percent <= 100
        else {
            refuse(field, expected: "a share above 0% and up to 100%, as 85%")
            return nil
        }
        return percent / 100
    }

    /// One of an enumeration's words.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ field: Field, _: Word.Type) -> Word?
    where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard case .scalar(let scalar) = field.node else {
            refuse(field, expected: "one of: " + known.joined(separator: ", "))
            return nil
        }
        if let word = Word(rawValue: scalar.string) { return word }
        unknown(scalar.string, field, among: known)
        return nil
    }

    /// Notes a word that is none of those known.
    mutating func unknown(_ word: String, _ field: Field, among known: [String]) {
        refuse(
            at: field.node.mark,
            "\(field.path): unknown value '\(Readable.clip(word))'; \(NearestWord.advice(for: word, among: known))")
    }

    private func plain(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.node, scalar.style == .plain else { return nil }
        return scalar.string
    }
}
