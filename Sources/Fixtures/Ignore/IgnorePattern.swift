/// One line of an ignore file, compiled.
struct IgnorePattern: Sendable {
    /// Whether it began with `!`, and so includes again what earlier lines excluded.
    let isException: Bool
    /// The line cleaned, without its `!`.
    let text: [Unicode.Scalar]
    /// How many components the pattern has.
    let depth: Int
    private let matcher: GlobMatcher

    /// Throws `GlobParser.Refusal`.
    init(isException: Bool, text: [Unicode.Scalar], dialect: IgnoreDialect) throws {
        self.isException = isException
        self.text = text
        depth = text.split(separator: "/", omittingEmptySubsequences: false).count
        matcher = GlobMatcher(try GlobParser.tokens(text, dialect: dialect))
    }

    /// An exception for exactly one path.
    init(exceptionFor path: [Unicode.Scalar]) {
        isException = true
        text = path
        depth = path.split(separator: "/").count
        matcher = GlobMatcher(path.map { .literal($0) })
    }

    /// Whether it takes the whole path.
    func matches(_ path: ArraySlice<Unicode.Scalar>) -> Bool {
        matcher.matches(path)
    }

    /// Whether, as an exception, it names something inside a directory by its letters.
    func mayInclude(inside directory: ArraySlice<Unicode.Scalar>) -> Bool {
        isException && (text + ["/"]).starts(with: directory + ["/"])
    }

    /// The same, with the wildcard at its end left out of its letters.
    func mayIncludeBeforeWildcard(inside directory: ArraySlice<Unicode.Scalar>) -> Bool {
        isException && (withoutLastWildcard + ["/"]).starts(with: directory + ["/"])
    }

    /// Whether it holds a wildcard anywhere but in a last component `*` or `**`.
    var hasInnerWildcard: Bool { withoutLastWildcard.contains { "*[]?^\\".unicodeScalars.contains($0) } }

    private var withoutLastWildcard: ArraySlice<Unicode.Scalar> {
        var rest = text[...]
        for end in ["/**", "/*"] where rest.suffix(end.unicodeScalars.count).elementsEqual(end.unicodeScalars) {
            rest = rest.dropLast(end.unicodeScalars.count)
        }
        return rest
    }
}
