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
        let articles = try pages.enumerated().map { index, page in
            try HTMLArticle(page: page, isFirst: index == 0, names: names, drawings: drawings).html()
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
            \(Self.style)
            </style>
            </head>
            <body>
            \(navigation(articles))
            <main>
            \(articles.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    /// Links to the reports; to the sections where there is one report only.
    private func navigation(_ articles: [String]) -> String {
        guard pages.count > 1 else {
            return Self.list(
                of: "Sections of this page",
                (articles.first ?? "").matches(of: #/<h2 id="([^"]*)">(.*?)<\/h2>/#).map {
                    (String($0.output.1), String($0.output.2).replacing(#/<\/?a\b[^>]*>/#, with: ""))
                })
        }
        return Self.list(
            of: "Reports on this page",
            pages.map { (MarkdownHTML.escaped($0.name), MarkdownHTML.escaped($0.title)) })
    }

    private static func list(of name: String, _ links: [(id: String, text: String)]) -> String {
        let items = links.map { "<li><a href=\"#\($0.id)\">\($0.text)</a></li>" }
        return "<nav aria-label=\"\(name)\">\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n</nav>"
    }

    /// The reader's own fonts, light or dark as the reader's system is, readable on a narrow screen and on paper. Charts paint their
    /// own light background, so they are on a light card in dark mode too.
    private static let style = """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --shade: #f6f8fa; --link: #0757b8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14181d; --ink: #e2e6ea; --faint: #9aa4af; --line: #3a424b; --shade: #1e242b; --link: #7db7ff;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body {
          margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word;
        }
        a { color: var(--link); }
        h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 0.6em; }
        h1 { margin-top: 0.5em; }
        article { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1rem; }
        article p, article ul { max-width: 52rem; }
        nav { font-size: 0.9rem; color: var(--faint); }
        code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; background: var(--shade); border-radius: 4px; }
        code { padding: 0.1em 0.3em; }
        pre { padding: 0.8em; overflow-x: auto; }
        pre code { padding: 0; font-size: 1em; }
        .table { overflow-x: auto; margin: 1em 0; }
        table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
        th, td { border: 1px solid var(--line); padding: 0.35em 0.6em; text-align: left; vertical-align: top; min-width: 5em; }
        th { background: var(--shade); }
        figure { margin: 1.5em 0; overflow-x: auto; }
        figure.small { display: inline-block; vertical-align: top; width: 36rem; max-width: 100%; margin: 0.5em 0.5em 1.5em 0; }
        blockquote { margin: 1em 0; padding: 0.2em 1em; border-left: 4px solid var(--link); background: var(--shade); }
        figure svg { display: block; max-width: 100%; min-width: 36rem; height: auto; background: #ffffff; border-radius: 6px; }
        figcaption { color: var(--faint); font-size: 0.9rem; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        @media print {
          nav { display: none; }
          article { break-before: page; }
          article:first-child { break-before: auto; }
          figure, tr { break-inside: avoid; }
          figure.small { width: 48%; }
          figure svg { min-width: 0; }
          table, figcaption { font-size: 0.7rem; }
          th, td { min-width: 0; padding: 0.2em 0.4em; }
        }
        """
}
