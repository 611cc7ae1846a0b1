/// Separates the legacy builder's own reports from what the steps' commands printed, and makes steps of them. Pure.
///
/// Docker writes each of its own lines as a message of its own, but a command can do the same. A command cannot print
/// after its container is removed, so the stream is read from its end. The last `Removing intermediate container X` is
/// the engine's. Everything between it and the first `Running in X` is output, since no command knew X before. The part
/// before that is read in the same way.
///
/// Podman does not report containers. There a heading must be the next one in the Dockerfile. If it occurs twice, the
/// start time of its step is unknown.
struct LegacySteps {
    struct Event {
        var marker: LegacyMarker
        var at: Moment
        /// Whether only line ends came between the previous marker and this one.
        var isDirect: Bool
    }

    private(set) var steps: [BuildStep] = []
    private(set) var builtID: String?
    private let outline: DockerfileOutline?
    private var heading: StepHeading?
    private var began: Moment?
    /// Whether no report about the step's cache can follow: its command runs, or printed something like a heading.
    private var running = false
    private var place = -1

    /// - Parameters:
    ///   - events: all markers of a stream, in order.
    ///   - outline: the Dockerfile, if known.
    ///   - ended: when the build failed, otherwise when the stream ended.
    ///   - imageID: the image that the engine named outside the output stream.
    init(_ events: [Event], outline: DockerfileOutline?, error: String?, ended: Moment, imageID: String?) {
        self.outline = outline
        var real = Self.withoutOutput(events)
        if let open = Self.open(in: real), error != nil || !Self.isBuilt(imageID, in: real) {
            // Its container still runs according to the stream: everything after may be output.
            real = Array(real[...open])
        }
        for event in real { read(event) }
        close(at: ended, error: error)
    }

    static func withoutOutput(_ events: [Event]) -> [Event] {
        var starts: [String: Int] = [:]
        for (index, event) in events.enumerated() {
            if case .running(let id) = event.marker, starts[id] == nil { starts[id] = index }
        }
        var kept: [Event] = []
        var end = events.count
        while end > 0 {
            end -= 1
            kept.append(events[end])
            guard case .removed(let id) = events[end].marker, let start = starts[id], start < end else { continue }
            kept.append(events[start])
            end = start
        }
        return kept.reversed()
    }

    /// The first container that was started and not removed.
    private static func open(in events: [Event]) -> Int? {
        events.indices.first { index in
            guard case .running(let id) = events[index].marker else { return false }
            return !events[index...].contains { $0.marker == .removed(id) }
        }
    }

    /// Whether the image named outside the output stream is the one that the stream says was built.
    private static func isBuilt(_ imageID: String?, in events: [Event]) -> Bool {
        events.contains { event in
            guard case .built(let id) = event.marker else { return false }
            return imageID?.contains(id) == true
        }
    }

    private mutating func read(_ event: Event) {
        switch event.marker {
        case .heading(let next): read(next, at: event.at)
        case .running: running = true
        case .removed: break
        case .cached(let id):
            guard let last = steps.indices.last, !running, event.isDirect else { return }
            steps[last].cached = steps[last].cacheable
            if let id { steps[last].imageID = id }
        case .image(let id): if let last = steps.indices.last { steps[last].imageID = id }
        case .stageEnd: close(at: event.at, error: nil)
        case .built(let id):
            builtID = id
            close(at: event.at, error: nil)
        }
    }

    private mutating func read(_ next: StepHeading, at moment: Moment) {
        if next == heading, next.isPodman, let last = steps.indices.last {
            // One of the two is output, and it is unknown which.
            steps[last] = BuildStep(reported: next.instruction, ordinal: last, startedAt: nil)
            steps[last].line = line(of: next, from: place)
            if last > 0 { steps[last - 1].duration = nil }
            began = nil
            return
        }
        guard next.follows(heading) else {
            running = true
            return
        }
        let line = line(of: next, from: place + 1)
        // The request's labels have no line in the Dockerfile.
        if line == nil, outline != nil, next.isPodman, !next.instruction.hasPrefix("LABEL ") {
            running = true
            return
        }
        close(at: moment, error: nil)
        heading = next
        began = moment
        running = false
        var step = BuildStep(reported: next.instruction, ordinal: steps.count, startedAt: moment.date)
        step.line = line
        steps.append(step)
    }

    /// The line of the first instruction, at or after a position, that can match a heading.
    private mutating func line(of heading: StepHeading, from start: Int) -> Int? {
        guard let instructions = outline?.instructions, start >= 0 else { return nil }
        let found = instructions.indices.dropFirst(start).first { instructions[$0].fits(heading.instruction) }
        guard let found else { return nil }
        place = found
        return instructions[found].line
    }

    private mutating func close(at moment: Moment, error: String?) {
        guard let last = steps.indices.last else { return }
        if let began {
            steps[last].duration = (moment.monotonic - began.monotonic) / .seconds(1)
            steps[last].error = error
        }
        began = nil
    }
}
