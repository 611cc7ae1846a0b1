import Model

/// The rules of a `.dockerignore` file, with the exact semantics of Docker's client. The last line that matches a path
/// or one of its parents decides, including exceptions. Pure: it uses paths, never files.
struct IgnoreRules: Sendable {
    /// The result for a path, with the state needed for the paths beneath it.
    struct Verdict: Sendable {
        let isExcluded: Bool
        fileprivate let matched: [Bool]
    }

    private let dialect: IgnoreDialect
    private let patterns: [IgnorePattern]

    init() {
        (dialect, patterns) = (.docker23, [])
    }

    /// Parses an ignore file. Throws `FixtureError` (`ignoreRulesInvalid`) with `file` and line for a line that Docker
    /// refuses, or would not read as a glob: an operator of a regular expression, or a broken “[” or “\” after a
    /// wildcard, which Docker ignores and reads as something else.
    init(parsing bytes: [UInt8], file: String, dialect: IgnoreDialect) throws {
        self.dialect = dialect
        patterns = try IgnoreFile.lines(bytes, file: file).map { line in
            do {
                return try IgnorePattern(isException: line.isException, text: line.text, dialect: dialect)
            } catch let refusal as GlobParser.Refusal {
                let text = String(String.UnicodeScalarView(line.text))
                throw FixtureError(.ignoreRulesInvalid, "\(file):\(line.number): pattern “\(text)”: \(refusal.reason)")
            }
        }
    }

    private init(dialect: IgnoreDialect, patterns: [IgnorePattern]) {
        (self.dialect, self.patterns) = (dialect, patterns)
    }

    /// The same rules, with an additional exception for this path if they exclude it.
    func keeping(_ path: [UInt8]) -> IgnoreRules {
        guard verdict(on: path, parent: nil).isExcluded else { return self }
        let exception = IgnorePattern(exceptionFor: GoText.scalars(path))
        return IgnoreRules(dialect: dialect, patterns: patterns + [exception])
    }

    /// Judges a path relative to the context, e.g. `docs/index.md`. `parent` is the verdict on its directory; nil at
    /// the top and if there is none.
    func verdict(on path: some Collection<UInt8>, parent: Verdict?) -> Verdict {
        let scalars = GoText.scalars(path)
        return switch dialect {
        case .docker20: verdict20(scalars[...])
        case .docker23: verdict23(scalars[...], parent: parent)
        }
    }

    /// Whether an excluded directory must be searched, because an exception may include something inside it.
    /// Docker compares only the exceptions' text: `!**/kept` opens no directory. BuildKit's client from 23.0 on
    /// searches every directory once an exception has a wildcard before its end.
    func mayInclude(inside directory: some Collection<UInt8>, convention: ContextConvention = .legacy) -> Bool {
        let exceptions = patterns.filter(\.isException)
        guard !exceptions.isEmpty else { return false }
        let scalars = GoText.scalars(directory)
        guard convention != .legacy, dialect == .docker23 else {
            return exceptions.contains { $0.mayInclude(inside: scalars[...]) }
        }
        return exceptions.contains { $0.hasInnerWildcard || $0.mayIncludeBeforeWildcard(inside: scalars[...]) }
    }

    /// Whether an excluded directory that is searched is sent before anything inside it is found.
    func sendsOpenedDirectories(_ convention: ContextConvention) -> Bool {
        convention != .legacy && dialect == .docker20
    }

    /// Each pattern is compared with only one parent: the one at its own depth.
    private func verdict20(_ path: ArraySlice<Unicode.Scalar>) -> Verdict {
        let slashes = path.indices.filter { path[$0] == "/" }
        var excluded = false
        for pattern in patterns where pattern.isException == excluded {
            let parent = pattern.depth <= slashes.count ? path[..<slashes[pattern.depth - 1]] : nil
            if pattern.matches(path) || parent.map(pattern.matches) ?? false { excluded = !pattern.isException }
        }
        return Verdict(isExcluded: excluded, matched: [])
    }

    /// A pattern that matched a parent matches its children. Patterns that could not change the verdict are neither
    /// tried nor remembered, as in Docker.
    private func verdict23(_ path: ArraySlice<Unicode.Scalar>, parent: Verdict?) -> Verdict {
        let ends = parent == nil ? path.indices.filter { path[$0] == "/" } : []
        var excluded = false
        var matched = parent?.matched ?? [Bool](repeating: false, count: patterns.count)
        for (index, pattern) in patterns.enumerated() {
            if !matched[index], pattern.isException == excluded {
                matched[index] = pattern.matches(path) || ends.contains { pattern.matches(path[..<$0]) }
            }
            if matched[index] { excluded = !pattern.isException }
        }
        return Verdict(isExcluded: excluded, matched: matched)
    }
}

struct IgnorePattern: Sendable {
    /// Whether it began with `!`, and so includes again what earlier lines excluded.
    let isException: Bool
    /// The line cleaned, without its `!`.
    let text: [Unicode.Scalar]
    let depth: Int
    private let matcher: GlobMatcher

    /// Throws `GlobParser.Refusal`.
    init(isException: Bool, text: [Unicode.Scalar], dialect: IgnoreDialect) throws {
        (self.isException, self.text) = (isException, text)
        depth = text.split(separator: "/", omittingEmptySubsequences: false).count
        matcher = GlobMatcher(try GlobParser.tokens(text, dialect: dialect))
    }

    init(exceptionFor path: [Unicode.Scalar]) {
        (isException, text) = (true, path)
        depth = path.split(separator: "/").count
        matcher = GlobMatcher(path.map { .literal($0) })
    }

    func matches(_ path: ArraySlice<Unicode.Scalar>) -> Bool { matcher.matches(path) }

    func mayInclude(inside directory: ArraySlice<Unicode.Scalar>) -> Bool {
        isException && (text + ["/"]).starts(with: directory + ["/"])
    }

    func mayIncludeBeforeWildcard(inside directory: ArraySlice<Unicode.Scalar>) -> Bool {
        isException && (withoutLastWildcard + ["/"]).starts(with: directory + ["/"])
    }

    /// Whether it has a wildcard other than a last component `*` or `**`.
    var hasInnerWildcard: Bool { withoutLastWildcard.contains { "*[]?^\\".unicodeScalars.contains($0) } }

    private var withoutLastWildcard: ArraySlice<Unicode.Scalar> {
        var rest = text[...]
        for end in ["/**", "/*"] where rest.suffix(end.unicodeScalars.count).elementsEqual(end.unicodeScalars) {
            rest = rest.dropLast(end.unicodeScalars.count)
        }
        return rest
    }
}

/// The lines of an ignore file, read as Docker's client reads them.
enum IgnoreFile {
    struct Line {
        /// From 1.
        let number: Int
        let isException: Bool
        let text: [Unicode.Scalar]
    }

    /// Go's line reader does not accept a line of this many bytes or more.
    private static let longestLine = 64 * 1024

    /// The lines with patterns. Comments begin with `#` in the first column. White space around a pattern, a byte order
    /// mark and carriage returns are ignored.
    static func lines(_ bytes: [UInt8], file: String) throws -> [Line] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var lines: [Line] = []
        for (index, raw) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            guard raw.count < longestLine else {
                throw FixtureError(.ignoreRulesInvalid, "\(file):\(number): longer than 64 KiB, which Docker refuses")
            }
            if raw.first == UInt8(ascii: "#") { continue }
            let pattern = GoText.trimmed(GoText.scalars(raw))
            if pattern.isEmpty { continue }
            let normal = normalized(pattern)
            // Docker checks for the mark only now: “/!name” is an exception, too.
            let isException = normal.first == "!"
            let text = isException ? Array(normal.dropFirst()) : normal
            guard !text.isEmpty else {
                throw FixtureError(
                    .ignoreRulesInvalid, "\(file):\(number): “!” alone has no effect; name a path after it")
            }
            lines.append(Line(number: number, isException: isException, text: text))
        }
        return lines
    }

    /// Cleaned, and relative to the context however it was written: first without the mark, then again with it.
    private static func normalized(_ pattern: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let mark = pattern.prefix { $0 == "!" }.prefix(1)
        let path = GoText.trimmed(Array(pattern.dropFirst(mark.count)))
        let cleaned = path.isEmpty ? [] : GoText.cleaned(path)
        let relative = cleaned.count > 1 && cleaned.first == "/" ? cleaned.dropFirst() : cleaned[...]
        return GoText.cleaned(GoText.trimmed(Array(mark + relative)))
    }
}
