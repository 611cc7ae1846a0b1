/// One part of a compiled pattern: what it takes from a path.
enum GlobToken: Sendable, Equatable {
    /// This character.
    case literal(Unicode.Scalar)
    /// `?`: one character, but no slash.
    case one
    /// `*`: any characters, but no slash.
    case run
    /// `**` or `**/` before something: nothing, or anything that ends in a slash.
    case directories
    /// `**` at the end: anything. A newline stops it, as it stops a dot in Go's regular expressions.
    case rest
    /// Anything at all: what Docker from 23.0 on compares by prefix or suffix.
    case anything
    /// `[…]`: one character that is in the ranges, or with `^` one that is in none; a slash has no special place here.
    case set(negated: Bool, ranges: [ClosedRange<Unicode.Scalar>])

    /// Whether it takes this character as one of those that it takes.
    func takes(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .literal(let literal): scalar == literal
        case .one, .run: scalar != "/"
        case .directories, .rest: scalar != "\n"
        case .anything: true
        case .set(let negated, let ranges): ranges.contains { $0.contains(scalar) } != negated
        }
    }

    /// The character of a literal.
    var literal: Unicode.Scalar? {
        if case .literal(let scalar) = self { scalar } else { nil }
    }
}
