extension Chart {
    /// The longest row name in characters: beyond it the drawing would have no room left.
    private static let longestName = 64

    /// The script that makes gnuplot draw it as SVG. The background is painted, so that it reads on a dark page as on a light one.
    package var script: String {
        let ink = "tc rgb '\(Colour.ink)'"
        var lines = [
            "set encoding utf8",
            "set terminal svg size \(width),\(height) fixed noenhanced font 'sans-serif,14' background '#ffffff' "
                + "name '\(name.replacing("-", with: "_"))'",
            "set title \(Self.quoted(title)) font ',16' \(ink)",
            "set border \(rowNames != nil ? 1 : secondY == nil ? 3 : 11) lc rgb '\(Colour.ink)'",
            "set tics nomirror out scale 0.5 \(ink)",
            "set grid xtics \(rowNames == nil && secondY == nil ? "ytics " : "")lt 1 lw 1 lc rgb '\(Colour.faint)'",
            "set key at screen 0.5,0.015 center bottom horizontal Left reverse samplen 1.5 width -1 \(ink)",
            // With two axes the key is of several rows.
            "set bmargin \(bottomMargin ?? (secondY == nil ? 6 : 8))",
            "set style fill solid 1 noborder",
        ]
        if let rowNames { lines += Self.rowAxis(rowNames) }
        if let rightMargin { lines.append("set rmargin \(rightMargin)") }
        for case let (name, axis?) in [("x", x), ("y", y), ("y2", secondY)] { lines += Self.axis(name, axis) }
        for note in notes {
            lines.append(
                "set label \(Self.quoted(note.text)) at \(note.place) left offset \(note.offset) tc rgb '\(note.colour)'"
            )
        }
        for (index, mark) in marks.enumerated() {
            let place = Self.number(mark.place)
            lines.append(
                "set arrow \(index + 1) from \(place), graph 0 to \(place), graph 1 nohead lw 2 dt 2 "
                    + "lc rgb '\(mark.colour)'\(mark.isInFront ? " front" : "")")
        }
        for (index, layer) in layers.enumerated() where layer.expression == nil {
            lines += ["$data\(index) << EOD"] + layer.rows.map { $0.map(Self.number).joined(separator: " ") } + ["EOD"]
        }
        lines.append("plot " + layers.enumerated().map(Self.plot).joined(separator: ", "))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func plot(_ index: Int, _ layer: Layer) -> String {
        let title = layer.title.map { "title \(quoted($0))" } ?? "notitle"
        return "\(layer.expression ?? "$data\(index)")\(layer.isOnSecondAxis ? " axes x1y2" : "") with \(layer.style) "
            + "lc rgb '\(layer.colour)' \(title)"
    }

    private static func axis(_ name: String, _ axis: Axis) -> [String] {
        var lines = axis.isLogarithmic ? ["set logscale \(name)"] : []
        let (from, to) = (axis.from.map(number) ?? "*", axis.to.map(number) ?? "*")
        lines += ["set \(name)range [\(from):\(to)]", "set \(name)label \(quoted(axis.label)) tc rgb '\(axis.colour)'"]
        if axis.colour != Colour.ink { lines.append("set \(name)tics nomirror tc rgb '\(axis.colour)'") }
        if let tics = axis.tics?.map({ "\($0.label.map(quoted) ?? "") \(number($0.place))" }) {
            lines.append("set \(name)tics (\(tics.joined(separator: ", ")))")
        }
        return lines
    }

    private static func rowAxis(_ names: [String]) -> [String] {
        let names = names.map { Markdown.oneLine($0, limit: longestName) }
        // A tic's label is a format: only there a per cent sign means something.
        let tics = names.enumerated().map { "\(quoted($1.replacing("%", with: "%%"))) \(-$0)" }
        return [
            // gnuplot's estimate of a letter's width is generous.
            "set lmargin \((names.map(\.count).max() ?? 0) * 5 / 6 + 2)",
            "set yrange [\(0.6 - Double(max(names.count, 1))):0.6]",
            "set ytics (\(tics.joined(separator: ", "))) scale 0",
        ]
    }

    /// Text as gnuplot takes it literally: in single quotes neither backslash, backtick nor macro is looked at.
    private static func quoted(_ text: String) -> String {
        "'" + Markdown.oneLine(text, limit: 120).replacing("'", with: "''") + "'"
    }

    static func number(_ value: Double) -> String {
        // Six decimals are a microsecond: more digits are noise and bytes.
        let rounded = (value * 1_000_000).rounded() / 1_000_000
        return rounded.isFinite ? "\(rounded)" : "NaN"
    }
}
