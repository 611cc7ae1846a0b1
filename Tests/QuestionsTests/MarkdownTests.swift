import Foundation
import Testing

@testable import Publishing
@testable import Questions

/// Text of others never becomes markup.
struct MarkdownTests {
    @Test func tablesLineUpAndSurvivePipesAndLineBreaks() {
        var table = Table(("name", .left), ("n", .right))
        table.add("a|b", "1")
        table.add("two\nlines", "12345")
        #expect(
            table.markdown == """
                | name      |     n |
                | --------- | ----: |
                | a\\|b      |     1 |
                | two lines | 12345 |
                """)
    }

    @Test func rowsOfOtherLengthsAreFilledAndLoseNoCell() {
        var table = Table(("name", .left), ("n", .right))
        table.add("short")
        table.add("long", "1", "beyond")
        table.add([])
        #expect(
            table.markdown == """
                | name  |   n |        |
                | ----- | --: | ------ |
                | short |     |        |
                | long  |   1 | beyond |
                |       |     |        |
                """)
        #expect(Table(("name", .left)).markdown.isEmpty)
    }

    @Test func markupIsEscaped() {
        #expect(Markdown.escaped("<b>*x*_y_[z]`") == "\\<b\\>\\*x\\*\\_y\\_\\[z\\]\\`")
        #expect(Markdown.code("a `b` c") == "`` a `b` c ``")
        #expect(Markdown.code("plain") == "`plain`")
        #expect(Markdown.code("") == "`(empty)`")
        #expect(Markdown.block("x\n```\ny", language: "sh") == "````sh\nx\n```\ny\n````")
        #expect(Markdown.oneLine("a\u{1B}[31mb\nc") == "a[31mb c")
    }

    @Test(arguments: [
        (0.0456, "0.046 s"), (0.9996, "1.00 s"), (1.234, "1.23 s"), (9.996, "10.0 s"), (12.34, "12.3 s"),
        (123.4, "123 s"), (-0.00001, "0.000 s"), (-1.5, "−1.50 s"), (0, "0.000 s"),
    ])
    func secondsHaveSensibleDigits(value: Double, text: String) {
        #expect(Words.seconds(value) == text)
    }

    @Test func shellWordsAreQuoted() {
        #expect(ReproductionSection.shellQuoted("--seed=7") == "--seed=7")
        #expect(ReproductionSection.shellQuoted("a b") == "'a b'")
        #expect(ReproductionSection.shellQuoted("it's $HOME") == "'it'\\''s $HOME'")
        #expect(ReproductionSection.shellQuoted("") == "''")
    }
}
