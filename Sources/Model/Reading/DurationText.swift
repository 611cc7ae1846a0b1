/// Durations as scenarios write them: `10m`, `90s`, `1h30m`, `2.5s`.
enum DurationText {
    /// The seconds that a text means; nil where it is no duration. Units stand in the order hours, minutes, seconds.
    static func seconds(_ text: String) -> Double? {
        let form = #/(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6}(?:\.[0-9]{1,9})?)s)?/#
        guard !text.isEmpty, let parts = text.wholeMatch(of: form)?.output else { return nil }
        let hours = parts.1.flatMap { Double($0) } ?? 0
        let minutes = parts.2.flatMap { Double($0) } ?? 0
        let seconds = parts.3.flatMap { Double($0) } ?? 0
        return (hours * 60 + minutes) * 60 + seconds
    }

    /// The shortest text that means these seconds, to the millisecond.
    static func text(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let rest = milliseconds % 60_000
        var text = (hours > 0 ? "\(hours)h" : "") + (minutes > 0 ? "\(minutes)m" : "")
        if rest > 0 || text.isEmpty {
            text += rest % 1000 == 0 ? "\(rest / 1000)s" : "\(Double(rest) / 1000)s"
        }
        return text
    }
}
