import Model
import Testing

@testable import Fixtures

@Suite("Ignore rules")
struct IgnoreRulesTests {
    /// Judges a path as the walk does: directory by directory from the top.
    private func excludes(
        _ path: String, _ text: String, _ dialect: IgnoreDialect = .docker23
    ) throws -> Bool {
        let rules = try IgnoreRules(parsing: Array(text.utf8), file: ".dockerignore", dialect: dialect)
        var verdict: IgnoreRules.Verdict?
        var prefix = ""
        for component in path.split(separator: "/") {
            prefix += (prefix.isEmpty ? "" : "/") + component
            verdict = rules.verdict(on: Array(prefix.utf8), parent: verdict)
        }
        return verdict?.isExcluded ?? false
    }

    @Test(
        "a pattern excludes a path in both dialects",
        arguments: [
            ("a", "a"), ("a", "a/b/c"), ("a/b", "a/b"), ("*/b", "a/b"), ("*", "a"), ("*", "a/b"), ("?", "a"),
            ("**", "a/b/c"), ("**/c", "c"), ("**/c", "a/b/c"), ("a/**", "a/b/c"), ("a/**/c", "a/c"),
            ("a/**/c", "a/x/y/c"), ("/a", "a"), ("a/", "a"), ("./a", "a"), ("x/../a", "a"), ("//a//b", "a/b"),
            ("  a\t", "a"), ("a\r\nb\r\n", "b"), ("\u{FEFF}a", "a"), ("[a-c]x", "bx"), ("[^a]x", "bx"), ("[!a]", "!"),
            ("a[^b]c", "a/c"), ("\\*", "*"), ("\\#a", "#a"), (" #a", "#a"), ("[\\]]", "]"), ("[a\\-z]", "-"),
            ("*.py", "é.py"), ("?.py", "é.py"), ("a b", "a b"), ("a.b", "a.b"), ("!a\na", "a"), ("a$", "a$"),
            ("a\n!a/b\na/b", "a/b"), ("**/*.py", "x/y.py"), ("a{b", "a{b"), ("{x,y}", "{x,y}"),
        ])
    func excluded(pattern: String, path: String) throws {
        for dialect in IgnoreDialect.allCases {
            #expect(try excludes(path, pattern, dialect), "\(dialect)")
        }
    }

    @Test(
        "a pattern leaves a path in both dialects",
        arguments: [
            ("a", "b"), ("a", "b/a"), ("a", "ab"), ("*/b", "b"), ("?", "ab"), ("a/*", "a"), ("a/**", "a"), ("#a", "#a"),
            ("# a\n\n", "a"), ("a\n!a", "a"), ("a\n!a/b", "a/b"), ("a\n/!a", "a"), ("!m\n/!m", "!m"), ("*\n!**/x", "x"),
            ("[a-c]x", "dx"), ("[^a]x", "ax"),
            ("a.b", "aXb"), ("\\*", "a"), ("..", "a"), (".", "a"), ("/", "a"), ("*.py\n!keep.py", "keep.py"),
            ("**/b\n!a/b", "a/b"), ("a/**/c", "a/bc"), ("**/c", "bc"), ("a//../b", "a"), ("", "a"),
        ])
    func kept(pattern: String, path: String) throws {
        for dialect in IgnoreDialect.allCases {
            #expect(try !excludes(path, pattern, dialect), "\(dialect)")
        }
    }

    @Test(
        "where the generations of Docker differ",
        arguments: [
            ("**.log", "a/b.log", false, true), ("**/foo\n!a/b/foo/x", "a/b/foo/c", false, true),
            ("a\n!a/b\na", "a/b", true, false), ("d/a\\+b", "d/a+b", true, true),
        ])
    func dialects(pattern: String, path: String, in20: Bool, in23: Bool) throws {
        #expect(try excludes(path, pattern, .docker20) == in20)
        #expect(try excludes(path, pattern, .docker23) == in23)
    }

    @Test("operators of a regular expression are refused only where Docker takes them for such")
    func operators() throws {
        for pattern in ["a+b", "(a)", "a|b", "a{2}", "^a"] {
            #expect(throws: FixtureError.self) { try excludes("a", pattern, .docker20) }
        }
        #expect(try excludes("c++", "c++", .docker23))
        #expect(try excludes("(a){2}|^", "(a){2}|^", .docker23))
        #expect(throws: FixtureError.self) { try excludes("a", "^*", .docker23) }
    }

    @Test(
        "what Docker refuses is refused with its line",
        arguments: ["ok\n!", "ok\n! ", "ok\n!/", "ok\n[", "ok\n[]a]", "ok\n[a-]", "ok\na\\", "ok\n[c-a]", "ok\n\\d"])
    func refused(text: String) throws {
        for dialect in IgnoreDialect.allCases {
            let error = #expect(throws: FixtureError.self) { try excludes("a", text, dialect) }
            #expect(error?.code == .ignoreRulesInvalid)
            #expect(error?.message.hasPrefix(".dockerignore:2: ") == true)
        }
    }

    @Test("a line of 64 KiB is refused, one of less is not")
    func longLine() throws {
        #expect(throws: FixtureError.self) { try excludes("a", String(repeating: "x", count: 65_536)) }
        #expect(try !excludes("a", String(repeating: "x", count: 65_535)))
    }

    @Test("an excluded directory is entered only for an exception that spells its name")
    func entering() throws {
        let rules = try IgnoreRules(parsing: Array("*\n!a/b/c\n!**/d".utf8), file: "f", dialect: .docker20)
        #expect(rules.mayInclude(inside: Array("a".utf8)))
        #expect(rules.mayInclude(inside: Array("a/b".utf8)))
        #expect(!rules.mayInclude(inside: Array("a/x".utf8)))
        #expect(!rules.mayInclude(inside: Array("ab".utf8)))
        #expect(!rules.mayInclude(inside: Array("d".utf8)))
    }

    @Test("bytes that are no UTF-8 are one character each")
    func invalidBytes() throws {
        let rules = try IgnoreRules(parsing: Array("a??b".utf8), file: "f", dialect: .docker20)
        #expect(rules.verdict(on: [0x61, 0xFF, 0xC3, 0x62], parent: nil).isExcluded)
        #expect(!rules.verdict(on: [0x61, 0xFF, 0x62], parent: nil).isExcluded)
        #expect(!rules.verdict(on: Array("aéb".utf8), parent: nil).isExcluded)
    }

    @Test("a pattern of many stars takes no longer than its letters")
    func manyStars() throws {
        let pattern = String(repeating: "*a", count: 40) + "b"
        #expect(try !excludes(String(repeating: "a", count: 400), pattern))
    }
}
