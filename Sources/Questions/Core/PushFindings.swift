import Model
import Store

/// What it took the first worker to push what it had built, for one fixture and builder, in bytes and seconds. The
/// first push carries everything; of the later ones before measured jobs it is the median.
struct PushFindings: Sendable, Equatable {
    var series: Series
    /// How many times it pushed.
    var pushes: Int
    /// Nil where they were not counted.
    var firstBytes, laterBytes: Double?
    var firstSeconds, laterSeconds: Double?
}

extension PushFindings {
    /// Nil where nothing was pushed before these jobs. The first push of a series belongs to a warm-up, and counts here
    /// all the same.
    init?(_ series: Series, _ jobs: [Job]) {
        let pushed = jobs.filter { $0[CachePoint.pushSeconds] != nil }
        guard let first = pushed.first else { return nil }
        func median(_ point: CachePoint) -> Double? {
            Medians.plain(pushed.dropFirst().filter { !$0.warmup }.compactMap { $0[point] })
        }
        self.init(
            series: series, pushes: pushed.count, firstBytes: first[CachePoint.pushBytes],
            laterBytes: median(.pushBytes), firstSeconds: first[CachePoint.pushSeconds],
            laterSeconds: median(.pushSeconds))
    }

    static func table(_ pushes: [PushFindings]) -> Table {
        Table(pushes) {
            Series.columns { $0.series }
            Column("pushes", .right) { "\($0.pushes)" }
            Column("first push", .right) { Words.seconds($0.firstSeconds) }
            Column("moved", .right) { Words.bytes($0.firstBytes) }
            Column("later push", .right) { Words.seconds($0.laterSeconds) }
            Column("moved", .right) { Words.bytes($0.laterBytes) }
        }
    }
}
