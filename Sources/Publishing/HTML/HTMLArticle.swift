import Foundation
import Questions

/// One report as part of a page: links to reports on the same page lead to their place on it, and charts are embedded.
struct HTMLArticle {
    let page: Page
    /// Whether it is the page's first report. The others get prefixed section ids and lower heading levels.
    let isFirst: Bool
    /// The names of all reports on the page.
    let names: [String]
    /// Charts as SVG, by the paths that reports use for them.
    let drawings: [String: String]

    func html() throws -> String {
        let body = figures(tables(links(headings(try MarkdownHTML.html(page.markdown)))))
        return "<article id=\"\(MarkdownHTML.escaped(page.name))\">\n\(body)</article>\n"
    }

    /// Literal tags come from the renderer: a report's text is escaped.
    private func headings(_ html: String) -> String {
        var used: [String: Int] = [:]
        return html.replacing(#/<h([1-6])>(.*?)<\/h[1-6]>/#) { match -> String in
            let slug = Self.slug(String(match.output.2))
            let count = used[slug, default: 0]
            used[slug] = count + 1
            let id = place(count == 0 ? slug : "\(slug)-\(count)")
            let rank = min((Int(match.output.1) ?? 1) + (isFirst ? 0 : 1), 6)
            return "<h\(rank) id=\"\(id)\">\(match.output.2)</h\(rank)>"
        }
    }

    private func links(_ html: String) -> String {
        html.replacing(#/ href="([^"]*)"/#) { " href=\"\(target(String($0.output.1)))\"" }
    }

    private func tables(_ html: String) -> String {
        // Each table scrolls on its own where the page is narrow, with the keyboard too.
        html.replacing("<table>", with: "<div class=\"table\" tabindex=\"0\"><table>")
            .replacing("</table>", with: "</table></div>")
    }

    private func figures(_ html: String) -> String {
        let small = Set(page.charts.filter { $0.width < Chart.fullWidth }.map(page.path))
        var number = 0
        return html.replacing(#/<p><img src="([^"]*)" alt="([^"]*)" \/><\/p>/#) { match -> String in
            let (path, text) = (String(match.output.1), String(match.output.2))
            number += 1
            guard let drawing = drawings[path] else { return "<p>\(text)</p>" }
            let inline = InlineDrawing(svg: drawing, prefix: "\(page.name)-\(number)-", alternative: text)
            let shape = small.contains(path) ? " class=\"small\"" : ""
            return "<figure\(shape) tabindex=\"0\">\n\(inline.text)\n<figcaption>\(text)</figcaption>\n</figure>"
        }
    }

    private func target(_ link: String) -> String {
        if link.hasPrefix("#") { return "#" + place(String(link.dropFirst())) }
        guard let name = names.first(where: { link == $0 + ".md" || link.hasPrefix($0 + ".md#") }) else { return link }
        let rest = link.dropFirst(name.count + 4)
        return rest.isEmpty ? "#\(name)" : "#\(name)--\(rest)"
    }

    private func place(_ slug: String) -> String { isFirst ? slug : "\(page.name)--\(slug)" }

    /// A heading's id as code forges make it: lowercase letters, digits and hyphens.
    static func slug(_ heading: String) -> String {
        let text = heading.replacing(#/<[^>]*>/#, with: "").replacing(#/&[a-z]+;/#, with: "").lowercased()
        return text.replacing(" ", with: "-").filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}

/// A chart as an element of a page: without the file's header, and with ids that no other chart on the page has.
struct InlineDrawing {
    /// The drawing as gnuplot makes it.
    let svg: String
    /// The prefix of its ids: letters, digits and hyphens.
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
