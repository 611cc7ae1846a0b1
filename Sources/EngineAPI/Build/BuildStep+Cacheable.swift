import Foundation

extension BuildStep {
    /// The instructions whose results both builders keep in their caches.
    private static let cacheableKeywords: Set = ["RUN", "COPY", "ADD", "WORKDIR"]

    /// A step as a builder reported it.
    init(reported instruction: String, ordinal: Int, startedAt: Date?) {
        self.init(
            ordinal: ordinal, instruction: instruction, cacheable: Self.isCacheable(instruction), cached: false,
            startedAt: startedAt)
    }

    /// Whether both builders look the instruction's result up in their cache. `WORKDIR /` makes nothing: the root is
    /// there.
    static func isCacheable(_ instruction: String) -> Bool {
        let words = instruction.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let keyword = words.first?.uppercased() else { return false }
        if keyword == "WORKDIR", words.count > 1, words[1].trimmed == "/" { return false }
        return cacheableKeywords.contains(keyword)
    }
}
