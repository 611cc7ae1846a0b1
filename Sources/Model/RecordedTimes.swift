/// Moments at which changes really came, ascending: commit times of a history, or a log's.
///
/// They tell how changes follow one another, and at what hours of the day; how many come is another matter.
public struct RecordedTimes: Sendable, Equatable {
    /// One moment.
    public struct Moment: Sendable, Hashable {
        /// Seconds since 1970, UTC.
        public var seconds: Double
        /// How far the clock that it was written by is ahead of UTC, in seconds.
        public var offset: Double

        /// A moment; without an offset by a clock that shows UTC.
        public init(seconds: Double, offset: Double = 0) {
            self.seconds = seconds
            self.offset = offset
        }

        /// The hour of the day by its own clock, from 0 to 23.
        public var hour: Int {
            let ofDay = (seconds + offset).truncatingRemainder(dividingBy: 86_400)
            return min(Int((ofDay < 0 ? ofDay + 86_400 : ofDay) / 3600), 23)
        }
    }

    /// A time without a change of this length or longer, in seconds, is a night or a weekend, and no spacing.
    public static let pause = 8 * 3600.0

    /// The moments, ascending.
    public let moments: [Moment]

    /// Moments in any order.
    public init(_ moments: [Moment]) {
        self.moments = moments.sorted { $0.seconds < $1.seconds }
    }

    /// Moments by clocks that show UTC, in seconds since 1970.
    public init(seconds: [Double]) {
        self.init(seconds.map { Moment(seconds: $0) })
    }

    /// The times from one moment to the next, in seconds and in their order, without nights and weekends.
    public var spacing: [Double] {
        zip(moments, moments.dropFirst()).map { $1.seconds - $0.seconds }.filter { $0 < Self.pause }
    }

    /// How many of the moments fall on each hour of the day by their own clocks, from midnight on.
    public var hours: [Int] {
        moments.reduce(into: [Int](repeating: 0, count: 24)) { $0[$1.hour] += 1 }
    }

    /// When so many jobs arrive that are spaced as successive moments were, the first at 0, in mean times between two of them: bursts
    /// stay bursts, whatever the rate. Where in the record they begin is drawn.
    ///
    /// - Returns: nil where the record has fewer spacings than are needed, or those drawn are all 0.
    public func arrivals(_ count: Int, using generator: inout SeededGenerator) -> [Double]? {
        let spacing = spacing
        guard count > 1 else { return [Double](repeating: 0, count: max(count, 0)) }
        guard spacing.count >= count - 1 else { return nil }
        let first = Int.random(in: 0...spacing.count - count + 1, using: &generator)
        let drawn = spacing[first..<first + count - 1]
        let mean = drawn.reduce(0, +) / Double(count - 1)
        guard mean > 0 else { return nil }
        var arrival = 0.0
        return [0]
            + drawn.map { gap in
                arrival += gap / mean
                return arrival
            }
    }
}
