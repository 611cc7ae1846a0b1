import Foundation

/// Reads the stream of the legacy builder, and of Podman's, which imitates it.
///
/// Neither reports times: a step lasts from the arrival of its heading to that of the next, or of the image's id.
/// Instructions from a base image's `ONBUILD` have no heading of their own: their time is part of `FROM`'s.
struct LegacyBuildReader: BuildReader {
    /// How many markers are kept. Above this, while a container runs, only the marker of a container's end is kept.
    private static let capacity = 100_000

    private let outline: DockerfileOutline?
    private var events: [LegacySteps.Event] = []
    /// Whether the stream is Podman's; nil: no heading has arrived yet.
    private var isPodman: Bool?
    private var printed = false
    /// The containers that were started, and the one that is running according to the stream.
    private var containers: Set<String> = []
    private var container: String?
    private var line = ""
    private var tail = OutputTail()
    private var imageID: String?
    private var failure: (words: String, at: Moment)?

    init(_ outline: DockerfileOutline?) { self.outline = outline }

    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws {
        if let words = message.error { failure = (words, moment) }
        if case .image(let id)? = message.auxiliary {
            imageID = id
            events.append(.init(marker: .stageEnd, at: moment, isDirect: !printed))
        }
        if let status = message.status { tail.append(Array((status + "\n").utf8), from: "status") { _ in } }
        guard let text = message.stream else { return }
        tail.append(text.utf8) { report(.output($0)) }
        let knew = isPodman
        if isPodman != true {
            let whole = text.utf8.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
            if whole.utf8.contains(UInt8(ascii: "\n")) { printed = true } else { read(line: whole, at: moment, report) }
        }
        // The first heading was read above as a message of its own.
        if isPodman == true, knew == nil { line = "" } else if isPodman != false { readLines(text, at: moment, report) }
    }

    mutating func finish(at moment: Moment) -> BuildResult? {
        let read = LegacySteps(
            events, outline: outline, error: failure?.words, ended: failure?.at ?? moment, imageID: imageID)
        guard failure != nil || read.builtID != nil else { return nil }
        // The stream gives a full id for each stage, but only a short id for the result.
        let image = read.builtID.flatMap { built in imageID?.contains(built) == true ? imageID : built }
        return BuildResult(
            imageID: failure == nil ? image : nil, steps: read.steps, outputTail: tail.lines(), error: failure?.words)
    }

    /// Podman's lines may arrive in pieces, or several at once.
    private mutating func readLines(_ text: String, at moment: Moment, _ report: (BuildProgress) -> Void) {
        line += text
        guard line.utf8.contains(UInt8(ascii: "\n")) else {
            // A step that prints without line ends must not use more and more memory.
            if line.utf8.count > OutputTail.lineLimit * 32 { line = "" }
            return
        }
        var lines = line.split(separator: "\n", omittingEmptySubsequences: false)
        line = String(lines.removeLast())
        guard isPodman == true || lines.contains(where: { StepHeading($0)?.isPodman == true }) else { return }
        for whole in lines { read(line: whole, at: moment, report) }
    }

    private mutating func read(line: Substring, at moment: Moment, _ report: (BuildProgress) -> Void) {
        guard let marker = LegacyMarker(line) else {
            if !line.isEmpty { printed = true }
            return
        }
        switch marker {
        case .heading(let heading):
            if isPodman == nil { isPodman = heading.isPodman }
            guard heading.isPodman == isPodman else { return }
            if container == nil { report(.step(instruction: heading.instruction)) }
        case .running(let id):
            containers.insert(id)
            if container == nil { container = id }
        case .removed(let id):
            guard containers.contains(id) else { return }
            if container == id { container = nil }
        case .cached, .image, .stageEnd, .built: break
        }
        if events.count >= Self.capacity, container != nil { return }
        events.append(.init(marker: marker, at: moment, isDirect: !printed))
        printed = false
    }
}

/// A line with which the legacy builder, or Podman's, reports progress. Output can look the same: see ``LegacySteps``.
enum LegacyMarker: Equatable {
    case heading(StepHeading)
    /// A container was created for the step; its short id.
    case running(String)
    /// That container was removed, or the removal failed: it prints nothing more.
    case removed(String)
    /// The step's result came from the cache. Podman names the image.
    case cached(String?)
    case image(String)
    /// A stage is complete. The engine reports it outside the output stream.
    case stageEnd
    case built(String)

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

    /// Docker 20.10: `Removing intermediate container ID`; newer: ` ---> Removed intermediate container ID`; on
    /// failure: `Error removing intermediate container ID: …`.
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
