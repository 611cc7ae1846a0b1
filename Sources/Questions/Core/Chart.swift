/// A chart as data: layers of plotted rows, and axes. `script` (`ChartScript.swift`) writes it for gnuplot.
package struct Chart: Sendable {
    /// Okabe and Ito's colours, told apart by the colour-blind too.
    package enum Colour {
        package static let ink = "#333333"
        package static let faint = "#d9d9d9"
        package static let bound = "#D55E00"
        package static let blue = "#0072B2"
        package static let sky = "#56B4E9"
        package static let green = "#009E73"
        package static let orange = "#E69F00"
        package static let purple = "#CC79A7"
        package static let yellow = "#F0E442"
        package static let grey = "#BBBBBB"
        package static let black = "#000000"
    }

    /// Something plotted: the later over the earlier.
    package struct Layer: Sendable {
        /// A row a point, in the order of columns that the style wants; an empty row breaks a line.
        var rows: [[Double]]
        /// What is plotted where there are no rows: a number, `NaN` or `keyentry`.
        var expression: String?
        /// In gnuplot's words, as `lines lw 2`.
        var style: String
        var colour: String
        /// Its name in the key; nil leaves it out.
        var title: String?
        var isOnSecondAxis: Bool

        package init(
            _ rows: [[Double]] = [], expression: String? = nil, _ style: String, _ colour: String, title: String?,
            isOnSecondAxis: Bool = false
        ) {
            (self.rows, self.expression, self.style, self.colour) = (rows, expression, style, colour)
            (self.title, self.isOnSecondAxis) = (title, isOnSecondAxis)
        }
    }

    package struct Axis: Sendable {
        var label: String
        /// Nil leaves an end to gnuplot.
        var from: Double?
        var to: Double?
        var colour = Colour.ink
        var isLogarithmic = false
        /// Nil leaves them to gnuplot, as a nil label does its form.
        var tics: [(label: String?, place: Double)]?

        package init(
            _ label: String, from: Double? = 0, to: Double? = nil, colour: String = Colour.ink,
            isLogarithmic: Bool = false, tics: [(label: String?, place: Double)]? = nil
        ) {
            (self.label, self.from, self.to, self.colour) = (label, from, to, colour)
            (self.isLogarithmic, self.tics) = (isLogarithmic, tics)
        }
    }

    /// A text in the drawing; its place and offset in gnuplot's words.
    package struct Note: Sendable {
        var text: String
        var place: String
        var offset = "0,0"
        var colour = Colour.ink

        package init(text: String, place: String, offset: String = "0,0", colour: String = Colour.ink) {
            (self.text, self.place, self.offset, self.colour) = (text, place, offset, colour)
        }
    }

    /// In pixels: the width of a chart that has a page's width to itself, and of one of two side by side.
    package static let fullWidth = 900
    package static let smallWidth = 600

    /// The file's name without its ending, and part of the ids in the drawing: letters, digits and hyphens.
    package var name: String
    package var title: String
    /// What it shows, for those who cannot see it.
    package var alternative: String
    /// In pixels.
    package var width = fullWidth
    var height: Int
    /// Names down the left side in place of a y axis, the first on top: row `index` is at y = −index.
    var rowNames: [String]?
    package var x: Axis
    package var y: Axis?
    var secondY: Axis?
    package var layers: [Layer]
    package var notes: [Note] = []
    /// Dashed lines from the bottom to the top.
    package var marks: [(place: Double, colour: String, isInFront: Bool)] = []
    /// The right margin in characters; nil leaves it to gnuplot.
    package var rightMargin: Int?
    /// The margin below the axis in lines, for its label and the key; nil takes what a key of two rows needs.
    package var bottomMargin: Int?

    package init(
        name: String, title: String, alternative: String? = nil, height: Int, rowNames: [String]? = nil, x: Axis,
        y: Axis? = nil, secondY: Axis? = nil, layers: [Layer]
    ) {
        (self.name, self.title, self.alternative) = (name, title, alternative ?? title)
        (self.height, self.rowNames, self.layers) = (height, rowNames, layers)
        (self.x, self.y, self.secondY) = (x, y, secondY)
    }

    /// A configuration's name as part of a chart's.
    static func slug(_ configuration: String) -> String {
        String(configuration.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}

// MARK: - Bars

extension Chart {
    /// One part of every row's bar: a value a row, nil where it has none.
    struct BarPart {
        var title: String
        var colour: String
        var values: [Double?]
        /// From where to where it reaches up and down in its row.
        var span = -0.34...0.34

        var isEmpty: Bool { values.allSatisfy { $0 == nil } }
    }

    /// Horizontal bars, one or more a row; nil without any. The axis reaches a little beyond the longest.
    ///
    /// - Parameters:
    ///   - isStacked: whether a part begins where the one before it ends.
    ///   - totals: what is written at the rows' ends.
    ///   - room: how much longer the axis is than the longest bar.
    static func bars(
        name: String, title: String, rows: [String], rowHeight: Int, quantity: String, parts: [BarPart],
        isStacked: Bool = true, totals: [String] = [], room: Double = 1
    ) -> Chart? {
        guard !rows.isEmpty, !parts.isEmpty else { return nil }
        var ends = [Double](repeating: 0, count: rows.count)
        var layers: [Layer] = []
        for part in parts {
            var boxes: [[Double]] = []
            for (index, value) in part.values.enumerated() {
                guard let value else { continue }
                let (start, y) = (isStacked ? ends[index] : 0, -Double(index))
                let end = start + value
                ends[index] = isStacked ? end : max(ends[index], end)
                boxes.append([start, y, start, end, y + part.span.lowerBound, y + part.span.upperBound])
            }
            layers.append(Layer(boxes, "boxxyerror", part.colour, title: part.title))
        }
        var chart = Chart(
            name: name, title: title, height: 140 + rowHeight * rows.count, rowNames: rows,
            x: Axis(quantity, to: (ends.max() ?? 1) * room), layers: layers)
        chart.notes = totals.enumerated().map { index, total in
            Note(text: total, place: "\(Chart.number(ends[index])),\(-index)", offset: "0.6,0")
        }
        return chart
    }
}

// MARK: - Strips

extension Chart {
    /// A row of dots, a dot a job, with its median and the median's interval.
    package struct Strip {
        let name: String
        let estimate: Estimate
        let points: [Double]
    }

    /// Rows of dots; nil without any.
    ///
    /// - Parameters:
    ///   - bound: where the rule's bound is drawn; nil leaves it out.
    ///   - quantity: what the axis shows.
    package static func strips(
        name: String, title: String, _ rows: [Strip], bound: Double? = nil, quantity: String = "overhead in seconds"
    ) -> Chart? {
        guard !rows.isEmpty else { return nil }
        let dots = rows.enumerated().flatMap { index, row in Self.dots(row.points, y: -Double(index)) }
        let intervals = rows.enumerated().compactMap { index, row in
            row.estimate.interval.map { [row.estimate.value, -Double(index), $0.lowerBound, $0.upperBound] }
        }
        let medians = rows.enumerated().map { [$1.estimate.value, -Double($0) - 0.34, 0, 0.68] }
        var layers = [Layer(dots, "points pt 7 ps 0.45", "#7056B4E9", title: "a job")]
        if !intervals.isEmpty {
            layers.append(Layer(intervals, "xerrorbars pt -1 lw 3", Colour.blue, title: "95 % interval"))
        }
        layers += [
            Layer(medians, "vectors nohead lw 4", Colour.black, title: nil),
            Layer(expression: "keyentry", "points pt '|'", Colour.black, title: "median"),
        ]
        if let bound {
            layers.append(
                Layer(
                    expression: "NaN", "lines dt 2 lw 2", Colour.bound, title: "the rule: under \(Words.plain(bound)) s"
                ))
        }
        var chart = Chart(
            name: name, title: title, height: 150 + 34 * rows.count, rowNames: rows.map(\.name),
            x: axis(of: rows, bound: bound, quantity: quantity), layers: layers)
        chart.notes = rows.enumerated().map { index, row in
            Note(
                text: "\(Words.seconds(row.estimate.value)), n \(row.estimate.count)",
                place: "graph 1.01, first \(-index)")
        }
        chart.marks = bound.map { [($0, Colour.bound, true)] } ?? []
        chart.rightMargin = 17
        return chart
    }

    /// Spread up and down by the golden ratio, so that neighbours do not cover one another; the same every time.
    private static func dots(_ points: [Double], y: Double) -> [[Double]] {
        points.enumerated().map { index, value in
            let turn = (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
            return [value, y + (turn - 0.5) * 0.5]
        }
    }

    private static func axis(of rows: [Strip], bound: Double?, quantity: String) -> Axis {
        let values = rows.flatMap { row in
            row.points + [row.estimate.value] + (row.estimate.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
        }
        let highest = max(values.max() ?? 1, bound ?? 0, 0.001)
        let lowest = values.min() ?? 0
        guard lowest > 0, highest / lowest > 40 else {
            return Axis(quantity, from: min(lowest * 1.05, 0), to: highest * 1.06)
        }
        return Axis(
            "\(quantity), on a logarithmic scale", from: lowest * 0.8, to: highest * 1.25, isLogarithmic: true,
            tics: decades(from: lowest * 0.8, to: highest * 1.25))
    }

    /// 1, 2, 5, 10, … between two values, for a logarithmic axis.
    static func decades(from low: Double, to high: Double) -> [(label: String?, place: Double)] {
        let decades = sequence(first: 0.001) { $0 * 10 }.prefix { $0 <= high }
        let places = decades.flatMap { decade in [decade, 2 * decade, 5 * decade] }
        return places.filter { $0 >= low && $0 <= high }.map { (Words.plain($0), $0) }
    }
}
