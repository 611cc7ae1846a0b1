import Foundation
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The main report as one page: well-formed, complete, and in need of nothing else.
struct HTMLPageTests {
    private func page() async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-page-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await Answers.analyse(try SyntheticSuite.database())
        let paths = try await Report.write(answers, to: folder.path, as: .html)
        #expect(paths == [folder.path + "/2016-11-27-answers.html"])
        return try String(contentsOfFile: try #require(paths.first), encoding: .utf8)
    }

    @Test func itIsWellFormedAndNeedsNothingElse() async throws {
        let text = try await page()
        let outline = PageOutline()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = outline
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
        #expect(outline.ids.count == Set(outline.ids).count, "an id stands twice")
        #expect(outline.sources.isEmpty && outline.elements.isDisjoint(with: ["script", "link", "iframe", "img"]))
        #expect(!text.contains("@import") && !text.contains("url(http"))
        for link in outline.links {
            #expect(
                link.hasPrefix("#") && outline.ids.contains(String(link.dropFirst())) || link.hasPrefix("https://"),
                "\(link) leads nowhere")
        }
        #expect(outline.elements.isSuperset(of: ["main", "article", "nav", "table", "figure", "svg", "style"]))
        #expect(text.contains("prefers-color-scheme: dark"))
    }

    @Test func itIsTheSameEachTimeAndHoldsEveryQuestion() async throws {
        let text = try await page()
        #expect(try await page() == text)
        for question in OpenQuestions.all {
            #expect(text.components(separatedBy: "<h3 id=\"\(question.id)\">").count == 2, "\(question.id)")
        }
        #expect(text.contains("<article id=\"2016-11-25-overhead\">"))
    }

    @Test func whatWasFoundIsNoMarkup() async throws {
        // The planted requirement was found as `<b>none</b>`.
        let text = try await page()
        #expect(text.contains("&lt;b&gt;none&lt;/b&gt;") && !text.contains("<b>none"))
    }

    @Test func rawMarkupAndScriptsAreLeftOut() throws {
        let html = try MarkdownHTML.html(
            "a <script>alert(1)</script> b\n\n<div onclick=\"x\">\n\n[c](javascript:alert(1)) ![d](data:text/html,x)\n")
        #expect(!html.contains("<script") && !html.contains("<div") && !html.contains("javascript:"))
        #expect(try MarkdownHTML.html("| a | b |\n| - | -: |\n| 1 | 2 |\n").contains("text-align: right"))
    }

    @Test func namesOfSectionsAreThoseOfCodeForges() {
        #expect(HTMLArticle.slug("Plimsoll's own cost") == "plimsolls-own-cost")
        #expect(
            HTMLArticle.slug("Benefits and drawbacks, <em>as</em> measured") == "benefits-and-drawbacks-as-measured")
        #expect(HTMLArticle.slug("<code>build-overhead</code> &amp; more") == "build-overhead--more")
    }

    @Test func drawingsShareNoIds() {
        let svg =
            "<?xml version=\"1.0\"?>\n<svg \n width=\"9\"><circle id='gpDot'/><use xlink:href='#gpDot'/>"
            + "<g id=\"plot\" filter=\"url(#plot)\"/></svg>\n"
        let text = InlineDrawing(svg: svg, prefix: "a-1-", alternative: "what it shows").text
        #expect(
            text == "<svg role=\"img\" aria-label=\"what it shows\" \n width=\"9\"><circle id='d-a-1-gpDot'/>"
                + "<use xlink:href='#d-a-1-gpDot'/><g id=\"d-a-1-plot\" filter=\"url(#d-a-1-plot)\"/></svg>")
    }
}

/// What of a page can be linked to, and what it links to.
private final class PageOutline: NSObject, XMLParserDelegate {
    private(set) var ids: [String] = []
    private(set) var links: [String] = []
    private(set) var sources: [String] = []
    private(set) var elements: Set<String> = []

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
    ) {
        elements.insert(elementName)
        for (name, value) in attributeDict {
            switch name {
            case "id": ids.append(value)
            case "href", "xlink:href": links.append(value)
            case "src": sources.append(value)
            default: break
            }
        }
    }
}
