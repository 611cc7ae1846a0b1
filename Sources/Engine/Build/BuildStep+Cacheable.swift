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

    /// An instruction of the Dockerfile of which the builder told nothing.
    init(unreported instruction: DockerfileInstruction) {
        self.init(reported: instruction.text, ordinal: 0, startedAt: nil)
        line = instruction.line
    }

    /// Gives a step that a builder reported the instruction's text from the Dockerfile.
    mutating func name(by found: DockerfileInstruction) {
        instruction = found.text
        line = found.line
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
