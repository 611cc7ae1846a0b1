import Foundation

/// One instruction of a Dockerfile as a build executed it, in the same form for both builders.
///
/// A step is `cacheable` if both builders look up its result in their cache: `RUN`, `COPY`, `ADD` and `WORKDIR`. `FROM`
/// is where a build starts, not a result. The other instructions (`ENV`, `LABEL`, `CMD`, `ARG`, …) only change the
/// image's configuration. BuildKit does not report them; the legacy builder's "Using cache" for them would raise its
/// hit rate over BuildKit's for the same Dockerfile. They are listed with `cacheable` and `cached` false, and with
/// their time if the builder reports it.
///
/// Known differences remain. BuildKit runs one step for two stages that begin alike, and none for a stage that the
/// target does not need. The legacy builder counts a base image's `ONBUILD` instructions as part of `FROM`, and ends
/// with a `LABEL` step for the request's labels.
package struct BuildStep: Sendable, Equatable {
    package var ordinal: Int
    package var instruction: String
    package var cacheable: Bool
    /// Whether the result came from the cache; never true if `cacheable` is false.
    package var cached: Bool
    /// When it began. BuildKit: by the engine's clock; legacy: when its line arrived; nil: unknown.
    package var startedAt: Date?
    /// In seconds; nil: unknown.
    package var duration: Double?
    package var error: String?
    package var vertexDigest: String?
    /// Short id of the image after this step; legacy builder only.
    package var imageID: String?
    /// Line in the Dockerfile where the instruction begins, from 1. nil if the Dockerfile's text is not known, or the
    /// step is not from it (e.g. a base image's `ONBUILD`).
    package var line: Int?

    package init(ordinal: Int, instruction: String, cacheable: Bool, cached: Bool, imageID: String? = nil) {
        (self.ordinal, self.instruction, self.cacheable, self.cached) = (ordinal, instruction, cacheable, cached)
        self.imageID = imageID
    }
}

extension BuildStep {
    init(reported instruction: String, ordinal: Int, startedAt: Date?) {
        let cacheable = Self.isCacheable(instruction)
        self.init(ordinal: ordinal, instruction: instruction, cacheable: cacheable, cached: false)
        self.startedAt = startedAt
    }

    init(unreported instruction: DockerfileInstruction) {
        self.init(reported: instruction.text, ordinal: 0, startedAt: nil)
        line = instruction.line
    }

    mutating func name(by found: DockerfileInstruction) {
        instruction = found.text
        line = found.line
    }

    /// Whether both builders look up the instruction's result in their cache. `WORKDIR /` does nothing: the root
    /// exists.
    static func isCacheable(_ instruction: String) -> Bool {
        let words = instruction.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let keyword = words.first?.uppercased() else { return false }
        if keyword == "WORKDIR", words.count > 1, words[1].trimmed == "/" { return false }
        return ["RUN", "COPY", "ADD", "WORKDIR"].contains(keyword)
    }
}

/// The line with which the legacy builder announces a step: `Step 3/9 : RUN make`; or Podman's: `STEP 3/9: RUN make`,
/// preceded by `[1/2] ` if there are several stages.
struct StepHeading: Equatable {
    var stage: Int?
    var number: Int
    var total: Int
    var instruction: String
    var isPodman: Bool

    init?(_ line: some StringProtocol) {
        var rest = Substring(line)
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            guard let (number, _) = Self.fraction(rest[rest.index(after: rest.startIndex)..<end]) else { return nil }
            stage = number
            rest = rest[rest.index(after: end)...].drop(while: { $0 == " " })
        }
        guard rest.hasPrefix("Step ") || rest.hasPrefix("STEP ") else { return nil }
        isPodman = rest.hasPrefix("STEP ")
        rest = rest.dropFirst("Step ".count)
        guard let colon = rest.firstIndex(of: ":"),
            let (number, total) = Self.fraction(rest[..<colon].prefix(while: { $0 != " " })),
            number >= 1, number <= total
        else { return nil }
        self.number = number
        self.total = total
        instruction = rest[rest.index(after: colon)...].trimmed
        if instruction.isEmpty { return nil }
    }

    /// Whether this can follow `previous`. A step's own output may look like a heading.
    func follows(_ previous: StepHeading?) -> Bool {
        guard let previous else { return number == 1 }
        if stage != previous.stage { return number == 1 && previous.stage != nil && stage != nil }
        return number == previous.number + 1 && total == previous.total
    }

    /// Reads `3/9`.
    static func fraction(_ text: some StringProtocol) -> (Int, Int)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let total = Int(parts[1]) else { return nil }
        return (number, total)
    }
}

extension StringProtocol {
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
