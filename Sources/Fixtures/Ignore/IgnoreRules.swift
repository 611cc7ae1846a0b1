import Model

/// The rules of a `.dockerignore` file, with the exact semantics of Docker's client: the last line that matches a path
/// or one of its parents decides, an exception included. Pure: it sees paths, never files.
struct IgnoreRules: Sendable {
    /// What the rules say of a path, and what they need to remember for the paths beneath it.
    struct Verdict: Sendable {
        let isExcluded: Bool
        fileprivate let matched: [Bool]
    }

    private let dialect: IgnoreDialect
    private let patterns: [IgnorePattern]

    init() {
        dialect = .docker23
        patterns = []
    }

    /// The rules of an ignore file's bytes. Throws `FixtureError` (`ignoreRulesInvalid`) with `file` and line for a
    /// line that Docker refuses, and for one that it would not take for a glob: an operator of a regular expression, or
    /// a broken “[” or “\” behind a wildcard, where Docker overlooks it and reads something else.
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
        self.dialect = dialect
        self.patterns = patterns
    }

    /// The same rules with one exception more, if they need it to leave this path in.
    func keeping(_ path: [UInt8]) -> IgnoreRules {
        guard verdict(on: path, parent: nil).isExcluded else { return self }
        let exception = IgnorePattern(exceptionFor: GoText.scalars(path))
        return IgnoreRules(dialect: dialect, patterns: patterns + [exception])
    }

    /// Judges a path relative to the context, such as `docs/index.md`; `parent` is the verdict on its directory, nil at
    /// the top and where there is none.
    func verdict(on path: some Collection<UInt8>, parent: Verdict?) -> Verdict {
        let scalars = GoText.scalars(path)
        return switch dialect {
        case .docker20: verdict20(scalars[...])
        case .docker23: verdict23(scalars[...], parent: parent)
        }
    }

    /// Whether an excluded directory must be looked into, because an exception may bring back something inside it.
    ///
    /// Docker compares only the exceptions' letters: `!**/kept` opens no directory. BuildKit's client from 23.0 on
    /// looks into every directory once an exception holds a wildcard before its end.
    func mayInclude(inside directory: some Collection<UInt8>, convention: ContextConvention = .legacy) -> Bool {
        let exceptions = patterns.filter(\.isException)
        guard !exceptions.isEmpty else { return false }
        let scalars = GoText.scalars(directory)
        guard opensByWildcards(convention) else { return exceptions.contains { $0.mayInclude(inside: scalars[...]) } }
        return exceptions.contains { $0.hasInnerWildcard || $0.mayIncludeBeforeWildcard(inside: scalars[...]) }
    }

    /// Whether a directory that the rules exclude, and that is looked into, is sent before anything inside it is found.
    func sendsOpenedDirectories(_ convention: ContextConvention) -> Bool {
        convention != .legacy && dialect == .docker20
    }

    private func opensByWildcards(_ convention: ContextConvention) -> Bool {
        convention != .legacy && dialect == .docker23
    }

    /// Of the parents, each pattern sees only the one as deep as itself.
    private func verdict20(_ path: ArraySlice<Unicode.Scalar>) -> Verdict {
        let slashes = path.indices.filter { path[$0] == "/" }
        var excluded = false
        for pattern in patterns where pattern.isException == excluded {
            let parent = pattern.depth <= slashes.count ? path[..<slashes[pattern.depth - 1]] : nil
            if pattern.matches(path) || parent.map(pattern.matches) ?? false { excluded = !pattern.isException }
        }
        return Verdict(isExcluded: excluded, matched: [])
    }

    /// A pattern that matched a parent matches its children. What could not change the verdict is neither tried nor
    /// remembered, as Docker has it.
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

/// One line of an ignore file, compiled.
struct IgnorePattern: Sendable {
    /// Whether it began with `!`, and so includes again what earlier lines excluded.
    let isException: Bool
    /// The line cleaned, without its `!`.
    let text: [Unicode.Scalar]
    let depth: Int
    private let matcher: GlobMatcher

    /// Throws `GlobParser.Refusal`.
    init(isException: Bool, text: [Unicode.Scalar], dialect: IgnoreDialect) throws {
        self.isException = isException
        self.text = text
        depth = text.split(separator: "/", omittingEmptySubsequences: false).count
        matcher = GlobMatcher(try GlobParser.tokens(text, dialect: dialect))
    }

    init(exceptionFor path: [Unicode.Scalar]) {
        isException = true
        text = path
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

/// The lines of an ignore file, read as Docker's client reads them.
enum IgnoreFile {
    struct Line {
        /// Its number in the file, from 1.
        let number: Int
        /// Whether it began with `!`.
        let isException: Bool
        /// The cleaned pattern, without its `!`.
        let text: [Unicode.Scalar]
    }

    /// Go's line reader takes no line of this many bytes or more.
    private static let longestLine = 64 * 1024

    /// The lines with patterns. Comments begin with `#` in the first column; white space around a pattern, a byte order
    /// mark and carriage returns do not count.
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
            // Docker looks for the mark only now: “/!name” is an exception, too.
            let isException = normal.first == "!"
            let text = isException ? Array(normal.dropFirst()) : normal
            guard !text.isEmpty else {
                throw FixtureError(
                    .ignoreRulesInvalid, "\(file):\(number): “!” alone brings nothing back; name a path behind it")
            }
            lines.append(Line(number: number, isException: isException, text: text))
        }
        return lines
    }

    /// Cleaned, and relative to the context however it was written; once with the mark off, once with it back in front.
    private static func normalized(_ pattern: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let mark = pattern.prefix { $0 == "!" }.prefix(1)
        let path = GoText.trimmed(Array(pattern.dropFirst(mark.count)))
        let cleaned = path.isEmpty ? [] : GoText.cleaned(path)
        let relative = cleaned.count > 1 && cleaned.first == "/" ? cleaned.dropFirst() : cleaned[...]
        return GoText.cleaned(GoText.trimmed(Array(mark + relative)))
    }
}

/// How a generation of Docker reads ignore patterns. They differ, and a context is only faithful in the dialect of the
/// client that belongs to the engine.
///
/// | | `docker20` | `docker23` |
/// |---|---|---|
/// | `**.log` | `.log` itself, in any directory | any path that ends in `.log` |
/// | `+`, `(`, `)`, `\|`, `{2}` | operators of a regular expression | themselves |
/// | children of a directory that `**/name` excludes, once an exception leads into it | included again | excluded |
package enum IgnoreDialect: String, Sendable, CaseIterable {
    /// Docker up to 20.10, as Debian 12's docker.io: package `fileutils`.
    case docker20
    /// Docker from 23.0: package `moby/patternmatcher`.
    case docker23

    /// The dialect of the client that belongs to an engine version such as `20.10.24+dfsg1`; the newer one for a
    /// version that cannot be read.
    package init(engineVersion: String) {
        let major = Int(engineVersion.prefix { $0.isNumber }) ?? Int.max
        self = major < 23 ? .docker20 : .docker23
    }
}
