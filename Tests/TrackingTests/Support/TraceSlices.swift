import Foundation

/// The slices of a trace, track by track.
struct TraceSlices: Decodable {
    struct Event: Decodable {
        let ph, name: String
        let cat: String?
        let pid, tid: Int
        let ts: Int
        let dur: Int?
    }

    let traceEvents: [Event]

    init(_ text: String) throws { self = try JSONDecoder().decode(TraceSlices.self, from: Data(text.utf8)) }

    var slices: [Event] { traceEvents.filter { $0.ph == "X" } }

    /// What does not lie within the slices that are open when it begins, or lies in one of the wrong kind.
    var misplaced: [String] {
        let parents = ["phase": "job", "step": "phase"]
        var misplaced: [String] = []
        for (track, slices) in Dictionary(grouping: slices, by: { "\($0.pid).\($0.tid)" }) {
            let isLane = !slices.contains { $0.cat == "job" }
            var open: [Event] = []
            // Stable: of slices that begin together, the outer ones were written first.
            for (_, slice) in slices.enumerated().sorted(by: { ($0.element.ts, $0.offset) < ($1.element.ts, $1.offset) }
            ) {
                let end = slice.ts + (slice.dur ?? -1)
                open.removeAll { $0.ts + ($0.dur ?? 0) <= slice.ts }
                let isWithin = end >= slice.ts && open.allSatisfy { end <= $0.ts + ($0.dur ?? 0) }
                let isOfItsKind =
                    isLane ? open.isEmpty && slice.cat == "step" : open.last?.cat == parents[slice.cat ?? ""]
                if !isWithin || !isOfItsKind { misplaced.append("\(track): \(slice) in \(open.map(\.name))") }
                open.append(slice)
            }
        }
        return misplaced
    }
}
