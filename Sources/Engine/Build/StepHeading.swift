/// The line by which the legacy builder, or Podman's, announces a step.
///
/// Docker: `Step 3/9 : RUN make`; Podman: `STEP 3/9: RUN make`, with `[1/2] ` in front where there are stages.
struct StepHeading: Equatable {
    var stage: Int?
    var number: Int
    var total: Int
    var instruction: String
    /// Whether it is Podman's.
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

    /// Whether this can follow `previous`: what a step itself prints may look like a heading.
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
    /// The text without white space at its ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
