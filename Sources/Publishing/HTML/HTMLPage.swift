import Questions

/// Reports as one self-contained page: no network, no script, no other file. Pure: the same reports and charts give the
/// same text, which is well-formed XML too.
struct HTMLPage {
    /// The reports, the main one first.
    let pages: [Page]
    /// Charts as SVG, by the paths that the reports use for them.
    let drawings: [String: String]

    /// - Throws: `ReportError`, `htmlFailed`.
    func text() throws -> String {
        let names = pages.map(\.name)
        var articles: [String] = []
        for (index, page) in pages.enumerated() {
            let article = HTMLArticle(page: page, isFirst: index == 0, names: names, drawings: drawings)
            articles.append(try article.html())
        }
        let title = MarkdownHTML.escaped(pages.first?.title ?? "Reports")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>\(title)</title>
            <style>
            \(HTMLStyle.text)
            </style>
            </head>
            <body>
            \(navigation)
            <main>
            \(articles.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private var navigation: String {
        let items = pages.map { page in
            let name = MarkdownHTML.escaped(page.name)
            return "<li><a href=\"#\(name)\">\(MarkdownHTML.escaped(page.title))</a></li>"
        }
        return "<nav aria-label=\"Reports on this page\">\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n</nav>"
    }
}
