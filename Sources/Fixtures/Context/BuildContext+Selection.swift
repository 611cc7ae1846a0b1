import SystemPackage

extension BuildContext {
    /// What `COPY` or `ADD` takes for these sources, as they stand in the instruction: paths and Go's wildcards, relative to
    /// the context. A directory brings all that is below it; what the builder dropped is not there.
    public func selection(of sources: [String]) -> [ContextEntry] {
        let patterns = sources.map(Self.cleaned)
        let gone = Set(dropped.map(\.bytes))
        return entries.filter { entry in
            !gone.contains(entry.bytes) && patterns.contains { Self.takes($0, entry.path) }
        }
    }

    private static func cleaned(_ source: String) -> String {
        let path = FilePath("/" + source).lexicallyNormalized().string.dropFirst()
        return String(path)
    }

    /// Whether a source is the path, one of its parents, or a wildcard that matches either.
    private static func takes(_ source: String, _ path: String) -> Bool {
        if source.isEmpty || path == source || path.hasPrefix(source + "/") { return true }
        guard source.contains(where: { "*?[".contains($0) }) else { return false }
        guard let tokens = try? GlobParser.tokens(Array(source.unicodeScalars), dialect: .docker23) else {
            return false
        }
        let matcher = GlobMatcher(tokens)
        var parents = path[...]
        while !parents.isEmpty {
            if matcher.matches(Array(parents.unicodeScalars)[...]) { return true }
            parents = parents.lastIndex(of: "/").map { parents[..<$0] } ?? ""
        }
        return false
    }
}
