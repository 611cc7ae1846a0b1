import Foundation
import Questions

/// A chart as an element of a page: without the head of a file, and with ids that no other chart on the page has.
struct InlineDrawing {
    /// The drawing as gnuplot makes it.
    let svg: String
    /// What its ids start with: letters, digits and hyphens.
    let prefix: String
    /// What it shows, escaped.
    let alternative: String

    var text: String {
        guard let start = svg.range(of: "<svg") else { return "" }
        var drawing = String(svg[start.upperBound...])
        for quote in ["\"", "'"] {
            drawing = drawing.replacing(" id=\(quote)", with: " id=\(quote)d-\(prefix)")
                .replacing("href=\(quote)#", with: "href=\(quote)#d-\(prefix)")
        }
        drawing = drawing.replacing("url(#", with: "url(#d-\(prefix)")
        while drawing.last?.isNewline == true { drawing.removeLast() }
        return "<svg role=\"img\" aria-label=\"\(alternative)\"" + drawing
    }
}
