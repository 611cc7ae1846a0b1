import CMarkdown
import Foundation
import Questions

/// Markdown as HTML, by cmark-gfm with its tables. Raw HTML in the text is left out, and so are links that run scripts.
enum MarkdownHTML {
    /// Once per process: the library's own guard is not thread-safe.
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// The HTML of a text, which is well-formed XML too: elements are closed, and only XML's entities are used.
    ///
    /// - Throws: `ReportError`, `htmlFailed`, where the library lacks its tables.
    static func html(_ markdown: String) throws -> String {
        _ = registered
        let options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES
        guard let parser = cmark_parser_new(options) else { throw failure }
        defer { cmark_parser_free(parser) }
        guard let tables = cmark_find_syntax_extension("table") else { throw failure }
        cmark_parser_attach_syntax_extension(parser, tables)
        cmark_parser_feed(parser, markdown, markdown.utf8.count)
        guard let document = cmark_parser_finish(parser) else { throw failure }
        defer { cmark_node_free(document) }
        guard let html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser)) else {
            throw failure
        }
        defer { free(html) }
        return String(cString: html)
    }

    /// Text escaped for HTML, in elements and in quoted attributes.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static var failure: ReportError {
        ReportError(.htmlFailed, "cmark-gfm could not make HTML of a report: `make deps` installs the version that can")
    }
}
