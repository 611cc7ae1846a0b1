/// The rules of a `.dockerignore` file, with the exact semantics of Docker's client: the last line that matches a path
/// or one of its parents decides, an exception included. Pure: it sees paths, never files.
public struct IgnoreRules: Sendable {
    /// What the rules say of a path, and what they need to remember for the paths beneath it.
    public struct Verdict: Sendable {
        /// Whether the path is left out.
        public let isExcluded: Bool
        /// By rule, whether it matched the path or a parent.
        fileprivate let matched: [Bool]
    }

    private let dialect: IgnoreDialect
    private let patterns: [IgnorePattern]

    /// Rules that leave nothing out.
    public init() {
        dialect = .docker23
        patterns = []
    }

    /// The rules of an ignore file's bytes. Throws `FixtureError` (`ignoreRulesInvalid`) with `file` and line for a
    /// line that Docker refuses, and for one that it would not take for a glob: an operator of a regular expression, or a
    /// broken “[” or “\” behind a wildcard, where Docker overlooks it and reads something else.
    public init(parsing bytes: [UInt8], file: String, dialect: IgnoreDialect) throws {
        self.dialect = dialect
        patterns = try IgnoreFile.lines(bytes, file: file).map { line in
            do {
                return try IgnorePattern(isException: line.isException, text: line.text, dialect: dialect)
            } catch let refusal as GlobParser.Refusal {
                let text = String(String.UnicodeScalarView(line.text))
                throw FixtureError(
                    .ignoreRulesInvalid, "\(file):\(line.number): pattern “\(text)”: \(refusal.reason)")
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
    public func verdict(on path: some Collection<UInt8>, parent: Verdict?) -> Verdict {
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
    public func mayInclude(inside directory: some Collection<UInt8>, convention: ContextConvention = .legacy) -> Bool {
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
            if pattern.matches(path) || parent.map(pattern.matches) ?? false {
                excluded = !pattern.isException
            }
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
