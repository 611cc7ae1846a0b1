import Model

/// Matches whole paths against a compiled pattern, in time proportional to pattern × path for any pattern.
struct GlobMatcher: Sendable, Equatable {
    private let tokens: [GlobToken]
    /// Literals at both ends, which decide most paths.
    private let head: [Unicode.Scalar]
    private let tail: [Unicode.Scalar]

    init(_ tokens: [GlobToken]) {
        self.tokens = tokens
        head = Array(tokens.lazy.map(\.literal).prefix { $0 != nil }.compactMap { $0 })
        tail = Array(tokens.lazy.map(\.literal).reversed().prefix { $0 != nil }.compactMap { $0 }.reversed())
    }

    func matches(_ path: ArraySlice<Unicode.Scalar>) -> Bool {
        guard path.starts(with: head), path.count >= tail.count, path.suffix(tail.count).elementsEqual(tail) else {
            return false
        }
        if head.count == tokens.count { return path.count == head.count }
        return simulate(path)
    }

    /// All states at once: `states[i]` is true if the first `i` tokens can match the path so far.
    private func simulate(_ path: ArraySlice<Unicode.Scalar>) -> Bool {
        var states = [Bool](repeating: false, count: tokens.count + 1)
        enter(0, &states)
        for scalar in path {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for (index, token) in tokens.enumerated() where states[index] && token.takes(scalar) {
                switch token {
                case .literal, .one, .set: enter(index + 1, &next)
                case .run, .rest, .anything: enter(index, &next)
                case .directories:
                    // Once begun, it can end only after a slash. `enter` would let it end anywhere.
                    next[index] = true
                    if scalar == "/" { enter(index + 1, &next) }
                }
            }
            states = next
        }
        return states[tokens.count]
    }

    private func enter(_ state: Int, _ states: inout [Bool]) {
        var state = state
        states[state] = true
        while state < tokens.count {
            switch tokens[state] {
            case .run, .directories, .rest, .anything: state += 1
            case .literal, .one, .set: return
            }
            states[state] = true
        }
    }
}

/// Reads a cleaned pattern as Docker does: Docker translates it, character by character, into a Go regular expression.
/// Whatever would be more than a glob there is refused, since its author did not intend it.
struct GlobParser {
    struct Refusal: Error { let reason: String }

    private let dialect: IgnoreDialect
    private var rest: ArraySlice<Unicode.Scalar>

    private init(_ pattern: [Unicode.Scalar], _ dialect: IgnoreDialect) {
        self.dialect = dialect
        rest = pattern[...]
    }

    static func tokens(_ pattern: [Unicode.Scalar], dialect: IgnoreDialect) throws -> [GlobToken] {
        if dialect == .docker23, let tokens = withoutWildcards(pattern) { return tokens }
        var parser = GlobParser(pattern, dialect)
        return try parser.parse()
    }

    /// From 23.0 on, Docker compares strings instead of matching if only `**` at either end is special.
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
            throw Refusal(reason: "Docker does not take “\(scalar)” literally inside “[…]”; write \\\(scalar)")
        }
        let member = scalar == "\\" ? try escaped() : scalar
        guard !rest.isEmpty else { throw Refusal(reason: "“[” needs a closing “]”") }
        return member
    }

    private mutating func escaped() throws -> Unicode.Scalar {
        guard let scalar = rest.popFirst() else { throw Refusal(reason: "nothing follows the last “\\”") }
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

    /// Whether an opening brace is followed by `n}`, `n,}` or `n,m}`; any other brace is literal.
    private var opensRepetition: Bool {
        let count = rest.prefix { ("0"..."9").contains($0) || $0 == "," }
        guard count.first != ",", !count.isEmpty, count.count(where: { $0 == "," }) <= 1 else { return false }
        return rest.dropFirst(count.count).first == "}"
    }
}

enum GlobToken: Sendable, Equatable {
    case literal(Unicode.Scalar)
    /// `?`: one character, but no slash.
    case one
    /// `*`: any characters, but no slash.
    case run
    /// `**` or `**/` before something: nothing, or anything that ends in a slash.
    case directories
    /// `**` at the end: anything except newlines, like a dot in Go's regular expressions.
    case rest
    /// Anything at all: Docker from 23.0 on compares the prefix or suffix here.
    case anything
    /// `[…]`: one character that is in the ranges, or with `^` in none of them; a slash is not special here.
    case set(negated: Bool, ranges: [ClosedRange<Unicode.Scalar>])

    func takes(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .literal(let literal): scalar == literal
        case .one, .run: scalar != "/"
        case .directories, .rest: scalar != "\n"
        case .anything: true
        case .set(let negated, let ranges): ranges.contains { $0.contains(scalar) } != negated
        }
    }

    var literal: Unicode.Scalar? { if case .literal(let scalar) = self { scalar } else { nil } }
}

/// Behaviour of Go's standard library for text and paths on which Docker's reading of ignore files depends.
enum GoText {
    /// UTF-8 as Go decodes it: every byte outside a valid sequence is one U+FFFD.
    static func scalars(_ bytes: some Collection<UInt8>) -> [Unicode.Scalar] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { Unicode.Scalar($0) } }
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

    static func trimmed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let start = text.firstIndex { !$0.properties.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
        return Array(text[start..<end])
    }

    /// The shortest equivalent of a path, by its text alone: no `.`, no doubled or trailing slash, `..` resolved.
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
