import Foundation

/// Reads the stream of the legacy builder, and of Podman's, which imitates it.
///
/// Neither tells times: a step lasts from the arrival of its heading to that of the next, or of the image's id.
/// The instructions that a base image's `ONBUILD` adds have no heading of their own: their time is part of `FROM`'s.
struct LegacyBuildReader: BuildReader {
    private var steps: [BuildStep] = []
    private var heading: StepHeading?
    private var began: ContinuousClock.Instant?
    /// Whether the step's own command runs: from then on its output can say anything.
    private var running = false
    private var line = ""
    private var tail = OutputTail()
    private var imageID: String?
    private var builtID: String?
    private var error: String?

    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws {
        if let words = message.error {
            error = words
            close(at: moment, error: words)
        }
        if case .image(let id)? = message.auxiliary {
            imageID = id
            close(at: moment)
        }
        if let status = message.status {
            tail.append(Array((status + "\n").utf8), from: "status") { _ in }
        }
        guard let text = message.stream else { return }
        tail.append(text.utf8) { report(.output($0)) }
        line += text
        guard line.utf8.contains(UInt8(ascii: "\n")) else {
            // A step that prints without line ends must not gather memory.
            if line.utf8.count > OutputTail.lineLimit * 32 { line = "" }
            return
        }
        var lines = line.split(separator: "\n", omittingEmptySubsequences: false)
        line = String(lines.removeLast())
        for whole in lines { read(line: whole, at: moment, report) }
    }

    mutating func finish(at moment: Moment) -> BuildResult? {
        close(at: moment)
        guard error != nil || builtID != nil else { return nil }
        return BuildResult(
            imageID: error == nil ? image : nil, steps: steps, outputTail: tail.lines(), error: error)
    }

    /// The id of the image that was built. The stream gives whole ids, but one for each stage, and the short id of the
    /// result alone.
    private var image: String? {
        guard let builtID, let imageID else { return builtID }
        return imageID.contains(builtID) ? imageID : builtID
    }

    private mutating func read(line: Substring, at moment: Moment, _ report: (BuildProgress) -> Void) {
        if let next = StepHeading(line), next.follows(heading) {
            close(at: moment)
            heading = next
            began = moment.monotonic
            running = false
            let step = BuildStep(reported: next.instruction, ordinal: steps.count, startedAt: moment.date)
            steps.append(step)
            report(.step(instruction: step.instruction))
        } else if line.hasPrefix("Successfully built ") {
            builtID = line.dropFirst("Successfully built ".count).trimmed
            close(at: moment)
        } else if let arrow = ["---> ", "--> "].first(where: line.trimmed.hasPrefix), let last = steps.indices.last {
            let words = line.trimmed.dropFirst(arrow.count)
            if words.hasPrefix("Running in ") {
                running = true
            } else if words.hasPrefix("Using cache") {
                if !running { steps[last].cached = steps[last].cacheable }
                let id = words.dropFirst("Using cache".count).trimmed
                if !id.isEmpty { steps[last].imageID = id }
            } else if words.allSatisfy(\.isHexDigit), words.count >= 11 {
                steps[last].imageID = String(words)
            }
        }
    }

    /// Ends the step at work.
    private mutating func close(at moment: Moment, error: String? = nil) {
        guard let began, let last = steps.indices.last else { return }
        steps[last].duration = began.duration(to: moment.monotonic).seconds
        steps[last].error = error
        self.began = nil
    }
}
