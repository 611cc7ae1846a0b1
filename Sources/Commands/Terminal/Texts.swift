import Foundation

enum ByteText {
    /// In the first unit with fewer than four digits before the point, with one decimal (bytes with none): `12.3 MiB`.
    static func text(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var index = 0
        while abs(value) >= 1000, index < units.count - 1 {
            value /= 1024
            index += 1
        }
        return index == 0 ? "\(bytes) B" : String(format: "%.1f", value) + " " + units[index]
    }
}

/// A line of foreign output, made safe for a terminal: nothing in it moves the cursor, changes colours or hides text.
enum PrintableText {
    static let longest = 200

    /// The line with its control characters escaped, as `\u{1B}`. Text overwritten after a carriage return is dropped.
    static func line(_ text: some StringProtocol) -> String {
        let pieces = String(text).unicodeScalars.split { $0 == "\r" || $0 == "\n" }
        var result = ""
        for scalar in pieces.last ?? Substring.UnicodeScalarView() {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\t": result += "    "
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.count > longest ? result.prefix(longest) + "…" : result
    }
}

enum ProgressBar {
    /// A bar that fills from the left.
    static func text(done: Int, total: Int, width: Int) -> String {
        let filled = total > 0 ? min(width, width * done / total) : 0
        return "[" + String(repeating: "#", count: filled) + String(repeating: "·", count: width - filled) + "]"
    }
}
