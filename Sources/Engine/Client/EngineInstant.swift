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
        (self.secondsSinceEpoch, self.nanoseconds) = (secondsSinceEpoch, nanoseconds)
    }

    /// Reads RFC 3339, e.g. `2026-11-22T18:50:53.019504442Z` or with an offset. nil for anything else, and for the
    /// engine's zero time (`0001-01-01T00:00:00Z`), which means "never".
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy(\.isDigit) else { return nil }
            return Int64(String(decoding: bytes[range], as: UTF8.self))
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
            let digits = bytes[20...].prefix(while: \.isDigit)
            fraction = Int64((String(decoding: digits, as: UTF8.self) + "000000000").prefix(9)) ?? 0
            index = digits.endIndex
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
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        let seconds = Int64(timegm(&parts))
        self.init(secondsSinceEpoch: seconds - offset, nanoseconds: Int32(fraction))
    }

    /// Seconds from `earlier` to this instant; negative if this instant is before it.
    package func seconds(since earlier: EngineInstant) -> Double {
        Double(secondsSinceEpoch - earlier.secondsSinceEpoch) + Double(nanoseconds - earlier.nanoseconds) * 1e-9
    }

    /// The instant as a `Date`, to about 0.1 µs.
    package var date: Date { Date(timeIntervalSince1970: Double(secondsSinceEpoch) + Double(nanoseconds) * 1e-9) }

    /// Seconds since 1970 with nine digits.
    package var description: String { "\(secondsSinceEpoch)." + String(format: "%09d", nanoseconds) }

    package static func < (left: EngineInstant, right: EngineInstant) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds) < (right.secondsSinceEpoch, right.nanoseconds)
    }
}

extension EngineInstant: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = EngineInstant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
        }
        self = instant
    }
}
