import Foundation
import Testing

@testable import Commands

/// The reference of all commands, which is made from their own help.
@Suite struct CommandReferenceTests {
    private static let docs = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs")

    @Test func theCommittedReferenceIsUpToDate() throws {
        let reference = try CommandReference.current()
        let way = "`make docs` writes it anew"
        #expect(
            try String(contentsOf: Self.docs.appendingPathComponent("commands.md"), encoding: .utf8)
                == reference.markdown, "\(way)")
        #expect(
            try String(contentsOf: Self.docs.appendingPathComponent("plimsoll.1"), encoding: .utf8)
                == reference.manPage, "\(way)")
    }

    @Test func everyCommandAndOptionThatUsersSeeIsThere() throws {
        let text = try CommandReference.current().markdown
        for part in ["## plimsoll export", "## plimsoll engine up", "`--format <format>`", "`<files> ...`"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("## plimsoll reference") && !text.contains("plimsoll help"))
        #expect(text.contains("(default: .plimsoll/results.sqlite)"))
    }

    @Test func wordsThatMeanSomethingToTheFormatsAreEscaped() throws {
        let reference = try CommandReference(
            dump: """
                {"serializationVersion": 0, "command": {"commandName": "tool", "abstract": "Does a-b.", "discussion":
                ".hidden\\n'quoted\\nback\\\\slash", "arguments": [{"kind": "option", "names": [{"kind": "long", "name": "one"},
                {"kind": "short", "name": "o"}], "valueName": "a|b", "abstract": "Either | or.", "defaultValue": "a"}]}}
                """)
        #expect(reference.markdown.contains("| `--one, -o <a\\|b>` | Either \\| or. (default: a) |"))
        #expect(reference.manPage.contains("\\&.hidden\n\\&'quoted\nback\\eslash"))
        #expect(reference.manPage.contains(".B \\-\\-one, \\-o <a|b>\n"))
    }
}
