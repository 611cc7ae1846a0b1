/// A chart as a gnuplot script with its data in it.
package struct Chart: Sendable, Equatable {
    /// The file's name without its ending.
    package var name: String
    /// What it shows, for those who cannot see it.
    package var alternative: String
    /// The script.
    package var script: String

    package init(name: String, alternative: String, script: String) {
        self.name = name
        self.alternative = alternative
        self.script = script
    }
}

/// A gnuplot script in the making: quoting, numbers, and the look that all charts share.
///
/// The colours are Okabe and Ito's, told apart by the colour-blind too; the background is painted, so that a chart reads
/// on a dark page as on a light one.
package struct GnuplotScript {
    package enum Colour {
        package static let ink = "#333333"
        package static let faint = "#d9d9d9"
        package static let bound = "#D55E00"
    }

    package private(set) var lines: [String]

    /// The longest row name in characters: beyond it the drawing would have no room left.
    private static let longestName = 44

    /// - Parameter name: becomes part of the ids in the drawing: letters and hyphens.
    package init(name: String, title: String, width: Int = 900, height: Int) {
        lines = [
            "set encoding utf8",
            "set terminal svg size \(width),\(height) fixed noenhanced font 'sans-serif,14' background '#ffffff' "
                + "name '\(name.replacing("-", with: "_"))'",
            "set title \(Self.quoted(title)) font ',16' tc rgb '\(Colour.ink)'",
            "set border 1 lc rgb '\(Colour.ink)'",
            "set tics nomirror out scale 0.5 tc rgb '\(Colour.ink)'",
            "set grid xtics lt 1 lw 1 lc rgb '\(Colour.faint)'",
            "set key at screen 0.5,0.015 center bottom horizontal Left reverse samplen 1.5 width -1 tc rgb '\(Colour.ink)'",
            "set bmargin 6",
        ]
    }

    package var text: String { lines.joined(separator: "\n") + "\n" }

    package mutating func add(_ line: String) { lines.append(line) }

    /// A named block of rows of numbers.
    package mutating func data(_ name: String, _ rows: [[Double]]) {
        lines.append("$\(name) << EOD")
        lines += rows.map { $0.map(Self.number).joined(separator: " ") }
        lines.append("EOD")
    }

    /// Names down the left side, the first on top: row `index` stands at y = −index.
    package mutating func rowNames(_ names: [String]) {
        let names = names.map { Markdown.oneLine($0, limit: Self.longestName) }
        let longest = names.map(\.count).max() ?? 0
        // gnuplot's estimate of a letter's width is generous.
        lines.append("set lmargin \(longest * 5 / 6 + 2)")
        lines.append("set yrange [\(0.6 - Double(max(names.count, 1))):0.6]")
        // A tic's label is a format: only there a per cent sign means something.
        let tics = names.enumerated().map { "\(Self.quoted($1.replacing("%", with: "%%"))) \(-$0)" }
        lines.append("set ytics (\(tics.joined(separator: ", "))) scale 0")
    }

    /// Text as gnuplot takes it literally: in single quotes neither backslash, backtick nor macro is looked at.
    package static func quoted(_ text: String) -> String {
        "'" + Markdown.oneLine(text, limit: 120).replacing("'", with: "''") + "'"
    }

    package static func number(_ value: Double) -> String {
        // Six decimals are a microsecond: more digits are noise and bytes.
        let rounded = (value * 1_000_000).rounded() / 1_000_000
        return rounded.isFinite ? "\(rounded)" : "NaN"
    }
}
