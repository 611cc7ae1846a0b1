import Testing

@testable import Provision

@Suite struct SimpleIndexTests {
    // The examples of PEP 503.
    @Test(arguments: [
        "friendly-bard", "Friendly-Bard", "FRIENDLY-BARD", "friendly.bard", "friendly_bard", "FrIeNdLy-._.-bArD",
    ])
    func namesAreNormalized(name: String) {
        #expect(SimpleIndex.normalized(name) == "friendly-bard")
    }

    @Test func aPageAProjectWithItsFilesInOrder() {
        let index = SimpleIndex([
            .init(name: "zope.interface-6.0-py3-none-any.whl", digest: "aa"),
            .init(name: "Jinja2-3.1.6-py3-none-any.whl", digest: "cc"),
            .init(name: "jinja2-3.0.0+local1-py3-none-any.whl", digest: "bb"),
        ])
        #expect(Set(index.pages.keys) == ["index.html", "zope-interface/index.html", "jinja2/index.html"])
        #expect(
            index.pages["jinja2/index.html"] == """
                <!DOCTYPE html>
                <html><body>
                <a href="../../files/Jinja2-3.1.6-py3-none-any.whl#sha256=cc">Jinja2-3.1.6-py3-none-any.whl</a><br>
                <a href="../../files/jinja2-3.0.0+local1-py3-none-any.whl#sha256=bb">jinja2-3.0.0+local1-py3-none-any.whl</a><br>
                </body></html>

                """)
        #expect(
            index.pages["index.html"]?.contains("<a href=\"jinja2/\">jinja2</a><br>\n<a href=\"zope-interface/\">")
                == true)
        #expect(Set(index.contents) == ["zope-interface 6.0", "jinja2 3.1.6", "jinja2 3.0.0+local1"])
    }

    @Test func markupInNamesIsEscaped() {
        let index = SimpleIndex([.init(name: "a<b>-1&2-py3-none-any.whl", digest: "dd")])
        #expect(index.pages["a<b>/index.html"]?.contains("a&lt;b&gt;-1&amp;2-py3-none-any.whl#sha256=dd") == true)
    }

    @Test func anEmptyIndexHasItsFirstPage() {
        #expect(SimpleIndex([]).pages == ["index.html": "<!DOCTYPE html>\n<html><body>\n</body></html>\n"])
    }
}
