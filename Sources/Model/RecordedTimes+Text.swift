extension RecordedTimes {
    /// Reads one time a line: seconds since 1970, or ISO 8601 with its offset, as `2016-11-22T10:30:00+01:00`. Empty lines and what
    /// follows a `#` do not count. `git log --format=%cI` writes such lines.
    ///
    /// - Parameter file: what errors call it.
    /// - Throws: `RecordedTimesInvalid`, for the first line that is no time.
    public init(text: String, file: String) throws(RecordedTimesInvalid) {
        var moments: [Moment] = []
        var line = 0
        for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            let written = content.prefix { $0 != "#" }
            let indent = written.prefix(while: \.isWhitespace).count
            var word = written.dropFirst(indent)
            while word.last?.isWhitespace == true { word.removeLast() }
            guard !word.isEmpty else { continue }
            guard let moment = Moment(String(word)) else {
                throw RecordedTimesInvalid(
                    file: file, line: line, column: indent + 1,
                    message: "`\(word.prefix(40))` is no time; expected seconds since 1970, or ISO 8601 with its "
                        + "offset, as 2016-11-22T10:30:00+01:00")
            }
            moments.append(moment)
        }
        self.init(moments)
    }
}

extension RecordedTimes.Moment {
    /// Later than year 5000 in seconds: what is larger counts milliseconds.
    private static let latest = 1e11

    /// A time as text; nil where it is none.
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

    /// Days since 1970 of a date of the Gregorian calendar; nil where there is no such day. Counted in years that begin in March, so
    /// that the leap day is a year's last.
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
