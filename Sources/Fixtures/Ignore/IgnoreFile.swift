/// The lines of an ignore file, read as Docker's client reads them.
enum IgnoreFile {
    /// A line that holds a pattern.
    struct Line {
        /// Its number in the file, from 1.
        let number: Int
        /// Whether it began with `!`.
        let isException: Bool
        /// The cleaned pattern, without its `!`.
        let text: [Unicode.Scalar]
    }

    /// Go's line reader takes no line of this many bytes or more.
    private static let longestLine = 64 * 1024

    /// The lines with patterns. Comments begin with `#` in the first column; white space around a pattern, a byte order
    /// mark and carriage returns do not count.
    static func lines(_ bytes: [UInt8], file: String) throws -> [Line] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var lines: [Line] = []
        for (index, raw) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            guard raw.count < longestLine else {
                throw FixtureError(.ignoreRulesInvalid, "\(file):\(number): longer than 64 KiB, which Docker refuses")
            }
            if raw.first == UInt8(ascii: "#") { continue }
            let pattern = GoText.trimmed(GoText.scalars(raw))
            if pattern.isEmpty { continue }
            let normal = normalized(pattern)
            // Docker looks for the mark only now: “/!name” is an exception, too.
            let isException = normal.first == "!"
            let text = isException ? Array(normal.dropFirst()) : normal
            guard !text.isEmpty else {
                throw FixtureError(
                    .ignoreRulesInvalid, "\(file):\(number): “!” alone brings nothing back; name a path behind it")
            }
            lines.append(Line(number: number, isException: isException, text: text))
        }
        return lines
    }

    /// Cleaned, and relative to the context however it was written; once with the mark off, once with it back in front.
    private static func normalized(_ pattern: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let mark = pattern.prefix { $0 == "!" }.prefix(1)
        let path = GoText.trimmed(Array(pattern.dropFirst(mark.count)))
        let cleaned = path.isEmpty ? [] : GoText.cleaned(path)
        let relative = cleaned.count > 1 && cleaned.first == "/" ? cleaned.dropFirst() : cleaned[...]
        return GoText.cleaned(GoText.trimmed(Array(mark + relative)))
    }
}
