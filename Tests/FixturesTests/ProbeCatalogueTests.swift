import Foundation
import SystemPackage
import Testing

@testable import Fixtures

/// The catalogue of probes: read with the place of every fault, and as it is shipped beside its script.
struct ProbeCatalogueTests {
    private static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().appending("fixtures")

    static let entry = "- {id: a, tries: t, expected: e, matters: m, harmless: h}\n"

    private func probes(_ catalogue: String) async throws -> [FixtureProbe] {
        try await Scratch.with { scratch in
            try scratch.write("tree/Dockerfile", "FROM scratch\n")
            try scratch.write("tree/catalogue.yaml", catalogue)
            try scratch.write(
                "f.yaml", "description: d\ndirectory: tree\ndockerfile: Dockerfile\nprobes: catalogue.yaml\n")
            return try Fixture.bundled(name: "f", description: scratch.path("f.yaml").string).probes
        }
    }

    @Test func entriesAreReadInTheirOrder() async throws {
        let found = try await probes(Self.entry + "- {id: b, tries: t, expected: no, matters: m, harmless: h}\n")
        #expect(found.map(\.id) == ["a", "b"])
        #expect(found.first == FixtureProbe(id: "a", tries: "t", expected: "e", matters: "m", harmless: "h"))
        #expect(found.last?.expected == "no")
    }

    @Test(
        arguments: [
            ("[]", "at least one probe is needed here"),
            (
                ProbeCatalogueTests.entry + ProbeCatalogueTests.entry,
                "catalogue.yaml:2:3: the probe “a” is given twice"
            ),
            ("- {id: a, tries: t}", "the key “expected” is missing"), ("- {id: a, tried: t}", "unknown key “tried”"),
        ])
    func aFaultIsToldWithItsPlace(catalogue: String, message: String) async {
        let error = await #expect(throws: FixtureError.self) { try await probes(catalogue) }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains(message))
    }

    @Test func theShippedScriptTriesWhatTheCatalogueLists() throws {
        let fixture = try Fixture.bundled(name: "probes", description: Self.folder.appending("probes.yaml").string)
        #expect(fixture.probes.count >= 20)
        let script = try String(contentsOfFile: Self.folder.appending("probes/probe.pl").string, encoding: .utf8)
        let named = script.matches(of: #/probe\('([a-z-]+)'/#).map { String($0.1) } + ["mount-tmpfs", "mount-proc"]
        #expect(Set(named) == Set(fixture.probes.map(\.id)))
        for probe in fixture.probes {
            let texts = [probe.tries, probe.expected, probe.matters, probe.harmless]
            #expect(texts.allSatisfy { !$0.isEmpty }, "\(probe.id)")
        }
    }

    @Test func otherFixturesHaveNone() throws {
        let fixture = try Fixture.bundled(name: "chores", description: Self.folder.appending("chores.yaml").string)
        #expect(fixture.probes.isEmpty)
    }
}
