import Store

/// A Chrome trace event. Times are in microseconds from the run's beginning.
///
/// Source: "Trace Event Format", the description that catapult's trace viewer and Perfetto read.
struct TraceEvent {
    /// What it is attached to: a process is a scenario, a thread a track.
    struct Track: Hashable {
        let process, thread: Int
    }

    enum Kind: Equatable {
        /// Something that took time.
        case slice(duration: Int64)
        /// A moment on its track.
        case instant
        /// Values from this moment on, by the members of `args`.
        case counter
        /// The name of a process or a thread.
        case metadata

        var letter: String {
            switch self {
            case .slice: "X"
            case .instant: "i"
            case .counter: "C"
            case .metadata: "M"
            }
        }
    }

    let kind: Kind
    let name: String
    /// `job`, `phase` or `step` of slices; empty of others.
    var category = ""
    let track: Track
    let time: Int64
    let args: (inout JSONLine) -> Void

    var line: JSONLine {
        JSONLine { line in
            line.member("ph", kind.letter)
            line.member("name", name)
            if !category.isEmpty { line.member("cat", category) }
            line.member("pid", Int64(track.process))
            line.member("tid", Int64(track.thread))
            line.member("ts", time)
            if case .slice(let duration) = kind { line.member("dur", duration) }
            if kind == .instant { line.member("s", "t") }
            line.member("args", args)
        }
    }
}

/// Writes trace events as one JSON document.
struct TraceWriter {
    private var isFirst = true

    mutating func begin(_ sink: inout ExportSink) throws {
        try sink.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n")
    }

    mutating func write(_ event: TraceEvent, to sink: inout ExportSink) throws {
        if !isFirst { try sink.write(",") }
        isFirst = false
        try sink.write(event.line)
    }

    func end(_ sink: inout ExportSink, _ other: (inout JSONLine) -> Void) throws {
        try sink.write("],\"otherData\":")
        try sink.write(JSONLine(other))
        try sink.write("}\n")
    }
}
