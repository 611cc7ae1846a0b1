import Foundation

/// An instant of the engine's wall clock, to the nanosecond.
///
/// The engine writes RFC 3339 with nine digits. A `Date` holds them to about 0.1 µs, and the formatters cut at
/// milliseconds, so small differences between two instants would be wrong.
package struct EngineInstant: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
    package var secondsSinceEpoch: Int64
    /// The fraction of a second, 0 to 999,999,999.
    package var nanoseconds: Int32

    init(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0) {
        self.secondsSinceEpoch = secondsSinceEpoch
        self.nanoseconds = nanoseconds
    }

    /// Reads RFC 3339, e.g. `2026-11-22T18:50:53.019504442Z` or with an offset. nil for anything else, and for the
    /// engine's zero time (`0001-01-01T00:00:00Z`), which means "never".
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            return bytes[range].reduce(0) { sum, byte in
                guard let sum, (48...57).contains(byte) else { return nil }
                return sum * 10 + Int64(byte - 48)
            }
        }
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[13] == 58, bytes[16] == 58,
            bytes[10] == 84 || bytes[10] == 116 || bytes[10] == 32,
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second <= 60, year > 1
        else { return nil }

        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == 46 {
            var scale: Int64 = 100_000_000
            index += 1
            while index < bytes.count, (48...57).contains(bytes[index]) {
                fraction += Int64(bytes[index] - 48) * scale
                scale /= 10
                index += 1
            }
        }
        guard index < bytes.count else { return nil }
        var offset: Int64 = 0
        switch bytes[index] {
        case 90, 122: guard index + 1 == bytes.count else { return nil }
        case 43, 45:
            guard index + 6 == bytes.count, let hours = number(index + 1..<index + 3),
                let minutes = number(index + 4..<index + 6)
            else { return nil }
            offset = (hours * 60 + minutes) * 60 * (bytes[index] == 45 ? -1 : 1)
        default: return nil
        }
        let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        self.init(secondsSinceEpoch: seconds - offset, nanoseconds: Int32(fraction))
    }

    /// Seconds from `earlier` to this instant; negative if this instant is before it.
    package func seconds(since earlier: EngineInstant) -> Double {
        Double(secondsSinceEpoch - earlier.secondsSinceEpoch) + Double(nanoseconds - earlier.nanoseconds) * 1e-9
    }

    /// The instant as a `Date`, to about 0.1 µs.
    package var date: Date { Date(timeIntervalSince1970: Double(secondsSinceEpoch) + Double(nanoseconds) * 1e-9) }

    /// Seconds since 1970 with nine digits.
    package var description: String {
        let digits = String(nanoseconds)
        return "\(secondsSinceEpoch).\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits)"
    }

    package static func < (left: EngineInstant, right: EngineInstant) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds) < (right.secondsSinceEpoch, right.nanoseconds)
    }

    /// Days from 1970-01-01 to a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
