/// Reads a cleaned pattern the way Docker does: by turning it into a regular expression of Go, hands over character by
/// character. What would mean anything but a glob there is refused: nobody who wrote it wanted that.
struct GlobParser {
    /// Why a pattern is refused.
    struct Refusal: Error {
        let reason: String
    }

    private let dialect: IgnoreDialect
    private var rest: ArraySlice<Unicode.Scalar>

    private init(_ pattern: [Unicode.Scalar], _ dialect: IgnoreDialect) {
        self.dialect = dialect
        rest = pattern[...]
    }

    /// The tokens of a pattern. Throws `Refusal`.
    static func tokens(_ pattern: [Unicode.Scalar], dialect: IgnoreDialect) throws -> [GlobToken] {
        if dialect == .docker23, let tokens = withoutWildcards(pattern) { return tokens }
        var parser = GlobParser(pattern, dialect)
        return try parser.parse()
    }

    /// From 23.0 on, Docker compares instead of matching where nothing but `**` at either end is special.
    private static func withoutWildcards(_ pattern: [Unicode.Scalar]) -> [GlobToken]? {
        let doubled: [Unicode.Scalar] = ["*", "*"]
        let open = pattern.starts(with: doubled)
        let plain = pattern.dropFirst(open ? 2 : 0)
        let middle = !open && plain.suffix(2).elementsEqual(doubled) ? plain.dropLast(2) : plain
        guard !middle.contains(where: { "*?\\[]".unicodeScalars.contains($0) }) else { return nil }
        let literals = middle.map { GlobToken.literal($0) }
        if open { return plain.first == "/" ? [.directories] + literals.dropFirst() : [.anything] + literals }
        return middle.count < plain.count ? literals + [.anything] : literals
    }

    private mutating func parse() throws -> [GlobToken] {
        var tokens: [GlobToken] = []
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*" where rest.first == "*":
                rest.removeFirst()
                if rest.first == "/" { rest.removeFirst() }
                tokens.append(rest.isEmpty ? .rest : .directories)
            case "*": tokens.append(.run)
            case "?": tokens.append(.one)
            case "[": tokens.append(try set())
            case "\\": tokens.append(.literal(try escaped()))
            default:
                try refuseOperator(scalar)
                tokens.append(.literal(scalar))
            }
        }
        return tokens
    }

    private mutating func set() throws -> GlobToken {
        let negated = rest.first == "^"
        if negated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while rest.first != "]" || ranges.isEmpty {
            let low = try member()
            var high = low
            if rest.first == "-" {
                rest.removeFirst()
                high = try member()
            }
            guard low <= high else { throw Refusal(reason: "the range \(low)-\(high) runs backwards") }
            ranges.append(low...high)
        }
        rest.removeFirst()
        return .set(negated: negated, ranges: ranges)
    }

    private mutating func member() throws -> Unicode.Scalar {
        guard let scalar = rest.popFirst(), !"-]".unicodeScalars.contains(scalar) else {
            throw Refusal(reason: "“[” needs at least one character or range and a closing “]”")
        }
        if "*?[".unicodeScalars.contains(scalar) {
            throw Refusal(reason: "Docker does not take “\(scalar)” for itself inside of “[…]”; write \\\(scalar)")
        }
        let member = scalar == "\\" ? try escaped() : scalar
        guard !rest.isEmpty else { throw Refusal(reason: "“[” needs a closing “]”") }
        return member
    }

    private mutating func escaped() throws -> Unicode.Scalar {
        guard let scalar = rest.popFirst() else { throw Refusal(reason: "nothing stands behind the last “\\”") }
        let isWordCharacter = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        guard scalar.isASCII, !isWordCharacter else {
            throw Refusal(reason: "Docker takes “\\\(scalar)” for a regular expression; leave the “\\” out")
        }
        return scalar
    }

    private func refuseOperator(_ scalar: Unicode.Scalar) throws {
        let isOperator =
            switch scalar {
            case "^": true
            case "+", "(", ")", "|": dialect == .docker20
            case "{": dialect == .docker20 && opensRepetition
            default: false
            }
        if isOperator {
            throw Refusal(
                reason: "this generation of Docker takes “\(scalar)” for a regular expression; write \\\(scalar)")
        }
    }

    /// Whether what follows an opening brace is `n}`, `n,}` or `n,m}`; any other brace stands for itself.
    private var opensRepetition: Bool {
        let count = rest.prefix { ("0"..."9").contains($0) || $0 == "," }
        guard count.first != ",", !count.isEmpty, count.count(where: { $0 == "," }) <= 1 else { return false }
        return rest.dropFirst(count.count).first == "}"
    }
}
