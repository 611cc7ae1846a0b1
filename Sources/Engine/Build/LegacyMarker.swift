/// A line with which the legacy builder, or Podman's, reports progress. Output can read the same: see ``LegacySteps``.
enum LegacyMarker: Equatable {
    /// A step begins.
    case heading(StepHeading)
    /// A container was made for the step, by its short id.
    case running(String)
    /// That container was removed, or could not be: it prints nothing more.
    case removed(String)
    /// The step's result came from the cache; Podman names the image.
    case cached(String?)
    /// The image that a step left, by its short id.
    case image(String)
    /// A stage is done. The engine reports it beside the stream, where there is no output.
    case stageEnd
    /// The image that was built, by its short id.
    case built(String)

    /// Reads one line, without its end.
    init?(_ line: some StringProtocol) {
        if let heading = StepHeading(line) {
            self = .heading(heading)
        } else if line.hasPrefix("Successfully built ") {
            self = .built(line.dropFirst("Successfully built ".count).trimmed)
        } else if let arrow = [" ---> ", "---> ", "--> "].first(where: line.hasPrefix) {
            let words = line.dropFirst(arrow.count).trimmed
            if let id = Self.id(in: words, after: "Running in ") {
                self = .running(id)
            } else if let id = Self.removedContainer(words) {
                self = .removed(id)
            } else if words.hasPrefix("Using cache") {
                let id = words.dropFirst("Using cache".count).trimmed
                self = .cached(id.isEmpty ? nil : id)
            } else if words.count >= 11, words.allSatisfy(\.isHexDigit) {
                self = .image(words)
            } else {
                return nil
            }
        } else if let id = Self.removedContainer(line) {
            self = .removed(id)
        } else {
            return nil
        }
    }

    /// Docker 20.10: `Removing intermediate container ID`; newer: ` ---> Removed intermediate container ID`; where it fails:
    /// `Error removing intermediate container ID: …`.
    private static func removedContainer(_ line: some StringProtocol) -> String? {
        for words in ["Removing", "Removed", "Error removing"] {
            if let id = id(in: line, after: words + " intermediate container ") { return id }
        }
        return nil
    }

    private static func id(in line: some StringProtocol, after words: String) -> String? {
        guard line.hasPrefix(words) else { return nil }
        let id = line.dropFirst(words.count).prefix(while: \.isHexDigit)
        return id.count >= 11 ? String(id) : nil
    }
}
