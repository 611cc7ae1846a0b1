import Testing

@testable import Fixtures

@Suite("Fixture descriptions")
struct FixtureDescriptionTests {
    @Test("a description is read whole")
    func whole() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            #expect(fixture.name == "test")
            #expect(fixture.dockerfile == "Dockerfile.ci")
            #expect(fixture.images == ["base:1"])
            #expect(fixture.command == nil)
            #expect(fixture.artifacts == ["/srv/out"])
            let own = try BundledFixture(scratch, replacing: ["command: null": "command: [run, 1]"]).open()
            #expect(own.command == ["run", "1"])
        }
    }

    @Test("a variant may build upon other images")
    func variants() async throws {
        try await Scratch.with { scratch in
            let lines = """
                images: [base:1]
                variants: {own: Dockerfile.ci, other: {dockerfile: Dockerfile.ci, images: [other:1]}}
                """
            let fixture = try BundledFixture(scratch, replacing: ["images: [base:1]": lines]).open()
            #expect(try fixture.dockerfile(variant: "other") == "Dockerfile.ci")
            #expect(fixture.images(variant: nil) == ["base:1"] && fixture.images(variant: "own") == ["base:1"])
            #expect(fixture.images(variant: "other") == ["other:1"])
        }
    }

    @Test("a trace is drawn of the classes that are asked for")
    func classes() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let trace = try fixture.trace(length: 8, seed: 1, minimumPerClass: 1, classes: [.dependency])
            #expect(trace.changes.dropFirst().allSatisfy { $0.changeClass == .dependency })
            #expect(throws: FixtureError.self) {
                try fixture.trace(length: 8, seed: 1, minimumPerClass: 1, classes: [.touch])
            }
        }
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            ("dockerfile: Dockerfile.ci", "dockerfil: x", "3:1: unknown key “dockerfil”; did you mean “dockerfile”?"),
            ("images:", "zzzzzzzzz:", "4:1: unknown key “zzzzzzzzz”; known are"),
            ("images: [base:1]", "images: base", "4:9: a list is needed here"),
            ("directory: tree", "directory: ../tree", "2:12: a path below"),
            ("[/srv/out]", "[srv]", "6:13: an absolute path"),
            ("source: 278", "source: many", "8:24: a whole number"),
            ("source: 278", "sauce: 278", "8:16: unknown key “sauce”; did you mean “source”?"),
            ("dependency: 9, ", "", "8:15: the class “dependency” has edits"),
            ("dependency:\n", "none:\n", "8:15: the class “dependency” has no edit"),
            ("- append: {files", "- apend: {files", "11:9: unknown key “apend”; did you mean “append”?"),
            ("{{word}}\\n\"}\n    dep", "{{wort}}\\n\"}\n    dep", "12:58: “{{wort” is not a placeholder"),
            ("'^requests==.*$'", "'(requests'", "14:52: not a regular expression"),
            ("[\"src/**/*.py\"]", "[\"src/[\"]", "11:26: “[” needs"),
            ("command: null", "command: []", "5:10: an empty command"),
            ("description: a test\n", "", "1:1: the key “description” is missing"),
            ("description: a test", "description: [", ":"),
            ("directory: tree", "description: again", "is given twice"),
        ])
    func invalid(old: String, new: String, message: String) async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch, replacing: [old: new])
            let error = #expect(throws: FixtureError.self) { try fixture.open() }
            #expect(error?.code == .descriptionInvalid)
            let file = scratch.path("test.yaml").string
            #expect(error?.message.hasPrefix("\(file):") == true)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test("a description, a directory or a Dockerfile that is missing is told")
    func missing() async throws {
        try await Scratch.with { scratch in
            let none = #expect(throws: FixtureError.self) {
                try Fixture.bundled(name: "x", description: scratch.path("x.yaml").string)
            }
            #expect(none?.code == .fixtureMissing)
            let directory = try BundledFixture(scratch, replacing: ["directory: tree": "directory: gone"])
            #expect(#expect(throws: FixtureError.self) { try directory.open() }?.code == .fixtureMissing)
            let dockerfile = try BundledFixture(scratch, replacing: ["dockerfile: Dockerfile.ci": "dockerfile: gone"])
            #expect(#expect(throws: FixtureError.self) { try dockerfile.open() }?.code == .dockerfileMissing)
        }
    }
}
