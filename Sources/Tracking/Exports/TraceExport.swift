import Foundation
import Model
import Store

/// A run as Chrome trace events, which Perfetto and chrome://tracing show.
///
/// A scenario is a process, an executor a track in it. On the track jobs are slices, with their phases and the steps of
/// their builds nested in them. Steps that ran beside others have tracks of their own below.
struct TraceExport {
    let run: RunSummary

    /// Writes it, job by job in constant memory.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        var writer = TraceWriter()
        try writer.begin(&sink)
        var tracks = TraceTracks(run: run.record)
        try database.forEachJobByTime(run: run.id, including: [.steps, .disk, .details]) { job in
            for event in tracks.events(of: job) { try writer.write(event, to: &sink) }
        }
        let record = run.record
        try writer.end(&sink) { line in
            line.member("run", record.id.uuidString)
            line.member("started_at", record.startedAt.formatted(.iso8601))
            line.member("tool", record.toolVersion)
            if let reason = run.excluded { line.member("excluded", reason) }
        }
    }
}

/// The tracks of a run's trace, and how far each is filled.
struct TraceTracks {
    /// Between the threads of two executors: more than any build has lanes.
    private static let stride = 100_000

    private let origin: Date
    private let run: String
    /// By name, from 1.
    private var processes: [String: Int]
    /// Tracks and processes whose names were written.
    private var named: Set<TraceEvent.Track> = []
    /// Where the last slice of an executor's track ended, in microseconds.
    private var ends: [TraceEvent.Track: Int64] = [:]

    init(run: RunRecord) {
        origin = run.startedAt
        self.run = String(run.id.uuidString.prefix(8))
        processes = Dictionary(
            run.scenarios.enumerated().map { ($0.element.name, $0.offset + 1) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// Jobs must come in the order in which they began.
    mutating func events(of job: Job) -> [TraceEvent] {
        let process = processes[job.cell.scenario, default: processes.count + 1]
        processes[job.cell.scenario] = process
        let track = TraceEvent.Track(process: process, thread: (job.executor + 1) * Self.stride)
        let timeline = JobTimeline(job)
        let begun = Self.microseconds(job.startedAt.timeIntervalSince(origin))
        let start = max(begun, ends[track] ?? 0)
        let slices = JobSlices(job: job, timeline: timeline, track: track, start: start, moved: start - begun)
        ends[track] = start + Self.microseconds(timeline.length)
        return names(of: track, job, lanes: timeline.lanes) + slices.events + counters(job, track)
    }

    static func microseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e6).rounded()) }

    /// The names of what appears first with this job.
    private mutating func names(of track: TraceEvent.Track, _ job: Job, lanes: Int) -> [TraceEvent] {
        var events: [TraceEvent] = []
        if named.insert(TraceEvent.Track(process: track.process, thread: 0)).inserted {
            events.append(Self.name("process_name", "\(job.cell.scenario) (run \(run))", track))
        }
        for lane in 0..<max(1, lanes) {
            let own = TraceEvent.Track(process: track.process, thread: track.thread + lane)
            guard named.insert(own).inserted else { continue }
            let beside = lane == 0 ? "" : ", parallel steps \(lane)"
            events.append(Self.name("thread_name", "executor \(job.executor)\(beside)", own))
        }
        return events
    }

    private static func name(_ kind: String, _ name: String, _ track: TraceEvent.Track) -> TraceEvent {
        TraceEvent(kind: .metadata, name: kind, track: track, time: 0) { $0.member("name", name) }
    }

    private func counters(_ job: Job, _ track: TraceEvent.Track) -> [TraceEvent] {
        guard let disk = job.disk else { return [] }
        let time = max(0, Self.microseconds(disk.at.timeIntervalSince(origin)))
        return [
            TraceEvent(kind: .counter, name: "disk (bytes)", track: track, time: time) { line in
                line.member("engine", Int64(disk.engine))
                if let filesystem = disk.filesystem { line.member("filesystem", Int64(filesystem)) }
            }
        ]
    }
}
