/// The times of real changes, ascending: commit times of a history, or times of a log.
/// They give the spacing of changes and the hours of the day, not their number.
package struct RecordedTimes: Sendable, Equatable {
    package struct Moment: Sendable, Hashable {
        /// Seconds since 1970, UTC.
        package var seconds: Double
        /// UTC offset of the clock that recorded it, in seconds.
        package var offset: Double

        /// Without an offset, by a UTC clock.
        package init(seconds: Double, offset: Double = 0) { (self.seconds, self.offset) = (seconds, offset) }

        /// The hour of the day by its own clock, 0 to 23.
        package var hour: Int {
            let ofDay = (seconds + offset).truncatingRemainder(dividingBy: 86_400)
            return min(Int((ofDay < 0 ? ofDay + 86_400 : ofDay) / 3600), 23)
        }
    }

    /// In seconds. A gap of this length or longer is a night or a weekend, and does not count as spacing.
    package static let pause = 8 * 3600.0

    /// Ascending.
    package let moments: [Moment]

    package init(_ moments: [Moment]) { self.moments = moments.sorted { $0.seconds < $1.seconds } }

    /// Times by UTC clocks, in seconds since 1970.
    package init(seconds: [Double]) { self.init(seconds.map { Moment(seconds: $0) }) }

    /// The times between successive moments, in seconds and in order, without nights and weekends.
    var spacing: [Double] {
        zip(moments, moments.dropFirst()).map { $1.seconds - $0.seconds }.filter { $0 < Self.pause }
    }

    /// The number of moments in each hour of the day by their own clocks, from midnight on.
    package var hours: [Int] { moments.reduce(into: [Int](repeating: 0, count: 24)) { $0[$1.hour] += 1 } }

    /// Arrival times of jobs spaced like successive moments, the first at 0, in mean times between two of them. Bursts
    /// stay bursts, whatever the rate. The starting point in the record is drawn.
    /// - Returns: nil if the record has too few spacings, or those drawn are all 0.
    package func arrivals(_ count: Int, using generator: inout SeededGenerator) -> [Double]? {
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

extension RecordedTimes {
    /// Reads one time per line: seconds since 1970, or ISO 8601 with its offset, e.g. `2016-11-22T10:30:00+01:00`.
    /// Empty lines, and text after a `#`, are ignored. `git log --format=%cI` writes such lines.
    /// - Parameter file: its name in errors.
    /// - Throws: `TextProblem`, for the first invalid line.
    package init(text: String, file: String) throws(TextProblem) {
        var moments: [Moment] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, content) in lines.enumerated() {
            let written = content.prefix { $0 != "#" }
            let indent = written.prefix(while: \.isWhitespace).count
            var word = written.dropFirst(indent)
            while word.last?.isWhitespace == true { word.removeLast() }
            guard !word.isEmpty else { continue }
            guard let moment = Moment(String(word)) else {
                throw TextProblem(
                    file: file, line: number + 1, column: indent + 1,
                    message: "`\(word.prefix(40))` is not a time; expected seconds since 1970, or ISO 8601 with its "
                        + "offset, as 2016-11-22T10:30:00+01:00")
            }
            moments.append(moment)
        }
        self.init(moments)
    }
}

extension RecordedTimes.Moment {
    /// After the year 5000, in seconds: larger numbers are milliseconds.
    private static let latest = 1e11

    /// A time as text; nil if it is invalid.
    init?(_ text: String) {
        if let seconds = Double(text) {
            guard seconds >= 0, seconds < Self.latest else { return nil }
            self.init(seconds: seconds)
            return
        }
        let pattern = #/(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(Z|z|[+-]\d\d:?\d\d)/#
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        let date = [match.1, match.2, match.3].compactMap { Int($0) }
        let time = [match.4, match.5, match.6].compactMap { Int($0) }
        guard date.count == 3, time.count == 3, let days = Self.days(year: date[0], month: date[1], day: date[2]),
            time[0] < 24, time[1] < 60, time[2] < 61, let offset = Self.offset(match.8)
        else { return nil }
        let fraction = match.7.flatMap { Double("0\($0)") } ?? 0
        let ofDay = time[0] * 3600 + time[1] * 60 + time[2]
        self.init(seconds: Double(days * 86_400 + ofDay) + fraction - offset, offset: offset)
    }

    /// `Z`, `+01:00` or `+0100` in seconds.
    private static func offset(_ text: Substring) -> Double? {
        guard text != "Z", text != "z" else { return 0 }
        let digits = text.filter(\.isNumber)
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours < 24, minutes < 60 else {
            return nil
        }
        return Double(hours * 3600 + minutes * 60) * (text.hasPrefix("-") ? -1 : 1)
    }

    /// Days since 1970 of a date of the Gregorian calendar; nil if there is no such day. Years are counted from March,
    /// so that the leap day is the last of the year.
    private static func days(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1970...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
            return nil
        }
        let fromMarch = (month + 9) % 12
        let years = month > 2 ? year : year - 1
        let ofYear = (153 * fromMarch + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + ofYear - 719_468
    }
}
