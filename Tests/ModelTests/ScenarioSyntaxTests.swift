import Testing

@testable import Model

@Suite("A text that is no YAML, or not one document of it, is refused")
struct ScenarioSyntaxTests {
    @Test(
        "with its place",
        arguments: [
            ("", "trial.yaml:1:1: \(empty)"),
            ("\u{FEFF}", "trial.yaml:1:1: \(empty)"),
            ("# only words\n\n", "trial.yaml:1:1: \(empty)"),
            ("---\n", "trial.yaml:1:1: \(empty)"),
            (
                "name: a\n---\nname: b\n",
                "trial.yaml:2:1: a second document begins here; expected one scenario a file"
            ),
            (
                "name: a\n\tfixtures: []\n",
                """
                trial.yaml:2:1: not YAML: while scanning a plain scalar that begins at 1:7, found a tab character that \
                violates indentation; expected spaces, not tabs
                """
            ),
            (
                "name:\n\t- b\n",
                """
                trial.yaml:2:1: not YAML: while scanning for the next token that begins at 2:1, found character that \
                cannot start any token; expected spaces, not tabs
                """
            ),
            (
                "name: [a, b\n",
                """
                trial.yaml:2:1: not YAML: while parsing a flow sequence that begins at 1:7, did not find expected ',' \
                or ']'
                """
            ),
            ("name: a\nname: b\n", "trial.yaml:1:1: key 'name' occurs more than once in its mapping; expected once"),
            (
                Samples.text(profiles: "profiles: {quick: {changes: 2, changes: 3}}"),
                "trial.yaml:4:20: key 'changes' occurs more than once in its mapping; expected once"
            ),
            (
                "name: *other\n",
                "trial.yaml:1:7: not YAML: found undefined alias; expected an anchor of that name before it"
            ),
            (
                "name: a\nfixtures: \u{1}\n",
                "trial.yaml:2:11: not YAML: control characters are not allowed; expected text in UTF-8"
            ),
        ])
    func refused(text: String, expected: String) {
        #expect(Samples.problems(text).joined(separator: "\n") == expected)
    }

    @Test("when it is far too large")
    func large() {
        let text = String(repeating: "- a line of ten megabytes\n", count: 400_000)
        #expect(
            Samples.problems(text) == [
                "trial.yaml:1:1: the file holds 10400000 bytes; expected a scenario of at most 262144"
            ])
    }

    @Test("when it is nested deep", arguments: ["[", "{", "- ", "? ", "[{", "{a: "])
    func deep(opening: String) {
        for depth in [10, 999, 1001, 60_000] {
            #expect(!Samples.problems(String(repeating: opening, count: depth)).isEmpty)
        }
    }

    @Test("when it is not text")
    func binary() {
        let error = #expect(throws: ScenarioInvalid.self) {
            try Scenario.parse(bytes: [0x6E, 0x61, 0xFF, 0xFE, 0x00, 0x1B], file: "trial.yaml", questions: nil)
        }
        #expect(error?.message == "trial.yaml:1:1: not text; expected YAML in UTF-8")
        #expect(error?.code == "scenario_invalid")
    }
}

private let empty = "the file is empty; expected a scenario: name, fixtures, factors, profiles"
