import ArgumentParser
import Foundation
import Housekeeping
import Model
import Publishing
import Tracking

struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int

    static func gibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 30) }
    init(bytes: Int) { self.bytes = bytes }

    init?(argument: String) {
        guard let bytes = SizeText.bytes(argument), bytes > 0, Double(bytes) < 1e18 else { return nil }
        self.bytes = bytes
    }

    var description: String { SizeText.text(bytes) }
}

/// A length of time, written as 90s, 15m, 1h30m or 2d; `0` needs no unit.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible {
    let seconds: Double
    var duration: Duration { .seconds(seconds) }

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        guard let seconds = argument == "0" ? 0 : DurationText.seconds(argument) else { return nil }
        self.seconds = seconds
    }

    var description: String { DurationText.text(seconds) }
}

/// A mark on a disk, written as 85% or as 20GB.
struct MarkArgument: ExpressibleByArgument, CustomStringConvertible {
    let mark: DiskMark

    init(_ mark: DiskMark) { self.mark = mark }

    init?(argument: String) {
        if argument.hasSuffix("%") {
            guard let percent = Double(argument.dropLast()), percent > 0, percent <= 100 else { return nil }
            mark = .share(percent / 100)
        } else {
            guard let bytes = ByteCount(argument: argument)?.bytes else { return nil }
            mark = .bytes(bytes)
        }
    }

    var description: String {
        if case .bytes(let bytes) = mark { ByteCount(bytes: bytes).description } else { mark.description }
    }
}

extension ExportFormat: ExpressibleByArgument {}
extension Report.Format: ExpressibleByArgument {}

struct RunArgument: ExpressibleByArgument {
    let id: UUID

    init?(argument: String) {
        guard let id = UUID(uuidString: argument) else { return nil }
        self.id = id
    }
}

/// A run as the command line names it. Errors are reported when it is looked up, in more detail than a parser allows.
struct RunReferenceArgument: ExpressibleByArgument {
    let text: String

    init(argument: String) { text = argument }

    /// - Parameter path: the database in which ids and names are looked up.
    func located(in path: String) throws -> LocatedRun {
        try LocatedRun.find(try RunReference(text), in: path, open: TrackedDatabase.open)
    }
}

struct ComparedMetrics: ParsableArguments {
    @Option(help: "Compare only this metric, such as build_s; may be repeated.") var metric: [String] = []
    @Flag(help: "Compare only what does not depend on the machine's speed: hits, leaks, bytes, failed jobs.")
    var counted = false
    @Flag(help: "Also compare Plimsoll's own figures: requests to the engine, SQL statements, its processor time.")
    var own = false

    var contains: @Sendable (Metric) -> Bool {
        { [names = Set(metric), counted, own] metric in
            (names.isEmpty ? own || !metric.isOfPlimsoll : names.contains(metric.id))
                && (!counted || metric.kind == .counted)
        }
    }
}
