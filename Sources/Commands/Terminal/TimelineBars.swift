import Foundation
import Tracking

/// Spans of time as bars on one axis.
struct TimelineBars {
    enum Kind { case phase, built, hit, other }

    /// The axis, in seconds.
    let start, end: Double
    /// In characters.
    let width: Int
    let isUnicode: Bool

    /// A bar in its place, without trailing spaces. A span shorter than half a character is a thin stroke.
    func bar(_ span: JobTimeline.Span, _ kind: Kind) -> String {
        guard end > start, width > 0 else { return "" }
        let scale = Double(width) / (end - start)
        let from = min(max((span.start - start) * scale, 0), Double(width))
        let to = min(max((span.end - start) * scale, from), Double(width))
        guard to - from >= 0.5 else {
            return String(repeating: " ", count: min(Int(from), width - 1)) + (isUnicode ? "▏" : "|")
        }
        let first = min(Int(from.rounded()), width - 1)
        let count = max(1, Int(to.rounded()) - first)
        return String(repeating: " ", count: first) + String(repeating: fill(kind), count: count)
    }

    /// `0 s` and the length, at the ends of the axis.
    func axis(_ length: String) -> String {
        let origin = "0 s"
        return origin + String(repeating: " ", count: max(1, width - origin.count - length.count)) + length
    }

    private func fill(_ kind: Kind) -> Character {
        switch kind {
        case .phase: isUnicode ? "█" : "#"
        case .built: isUnicode ? "█" : "#"
        case .hit: isUnicode ? "░" : "="
        case .other: isUnicode ? "▒" : "-"
        }
    }
}

/// Rows with a label, a word, a time and a bar, in columns that fit the screen.
struct TimelineTable {
    struct Row {
        var label: String
        var word: String
        var time: String
        var bar: (TimelineBars) -> String
    }

    private static let timeWidth = 8
    private static let gap = "  "

    let screen: Screen
    /// Of the second column: the same for all tables of a picture, so that their bars are one below the other.
    let wordWidth: Int

    private var barWidth: Int { max(16, screen.width * 3 / 10) }
    private var labelWidth: Int {
        max(8, screen.width - barWidth - Self.timeWidth - wordWidth - 3 * Self.gap.count)
    }

    /// - Parameters:
    ///   - title: the heads of the first two columns.
    ///   - length: of the axis, in seconds, and in words.
    func lines(
        _ title: (label: String, word: String), from start: Double, length: (seconds: Double, text: String),
        _ rows: [Row]
    ) -> [String] {
        let bars = TimelineBars(
            start: start, end: start + length.seconds, width: barWidth, isUnicode: screen.isUnicode)
        let head = line(title.label, title.word, "time", bars.axis(length.text))
        return [head] + rows.map { line($0.label, $0.word, $0.time, $0.bar(bars)) }
    }

    private func line(_ label: String, _ word: String, _ time: String, _ bar: String) -> String {
        let time = String(repeating: " ", count: max(0, Self.timeWidth - time.count)) + time
        var line = [pad(label, labelWidth), pad(word, wordWidth), time, bar].joined(separator: Self.gap)
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    private func pad(_ text: String, _ width: Int) -> String {
        let cut = screen.cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - cut.count))
    }
}
