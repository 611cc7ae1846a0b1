import Foundation
import Model
import SystemPackage
import Testing

@testable import Fixtures

/// The fixtures of package managers as they are shipped: what their changes change, and what is sent with a context.
struct DependencyFixtureTests {
    /// The folder of the descriptions, found from this file.
    private static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().appending("fixtures/dependencies")

    @Test(arguments: ["apt", "pip", "npm", "gem", "composer"])
    func everyChangeOfTheManifestIsANewManifest(name: String) async throws {
        try await Scratch.with { scratch in
            let fixture = try Fixture.bundled(
                name: name, description: Self.folder.appending("\(name).yaml").string)
            let dependencies = try #require(fixture.dependencies)
            #expect(fixture.variants.count == 4 && fixture.tools.count == 1)
            let trace = try fixture.trace(length: 13, seed: 1, minimumPerClass: 1)
            let counts = Dictionary(grouping: trace.changes.dropFirst(), by: \.changeClass).mapValues(\.count)
            #expect(counts == [.source: 6, .dependency: 6, .none: 1])
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                var met: [String] = []
                for change in trace.changes {
                    try await tree.advance(to: change)
                    let manifest = try dependencies.manifest.map {
                        String(decoding: try FileBytes.read(tree.root.appending($0)), as: UTF8.self)
                    }.joined()
                    if change.changeClass == .dependency { #expect(!met.contains(manifest)) }
                    if change.changeClass == .source { #expect(met.last == manifest) }
                    met.append(manifest)
                }
            }
        }
    }

    @Test(arguments: ["apt", "pip", "npm", "gem", "composer"])
    func everyVariantInstallsInItsOnlyRunInADirectoryOfItsOwn(name: String) throws {
        let fixture = try Fixture.bundled(name: name, description: Self.folder.appending("\(name).yaml").string)
        for (variant, dockerfile) in fixture.variants {
            let path = Self.folder.appending("\(name)/\(dockerfile)").string
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count { $0.hasPrefix("RUN ") } == 1)
            #expect(lines.contains("WORKDIR /srv/\(variant)"))
            #expect(lines.contains("FROM plimsoll/tools-\(name):bookworm"))
        }
    }

    @Test func aFileThatIsAddedIsSentInItsPlace() async throws {
        try await Scratch.with { scratch in
            for file in ["tree/Dockerfile", "tree/a", "tree/z", "tree/dependencies.tar"] {
                try scratch.write(file, "x")
            }
            try scratch.write("elsewhere.tar", "longer")
            let context = try BuildContext.scan(root: scratch.path("tree"), dockerfile: "Dockerfile")
                .adding(scratch.path("elsewhere.tar"), as: "dependencies.tar")
            #expect(context.entries.map(\.path) == ["Dockerfile", "a", "dependencies.tar", "z"])
            var digests = ContentDigests()
            let before = try digests.digest(of: context.selection(of: ["dependencies.tar"]), in: context)
            try scratch.write("elsewhere.tar", "other!!")
            let other = try BuildContext.scan(root: scratch.path("tree"), dockerfile: "Dockerfile")
                .adding(scratch.path("elsewhere.tar"), as: "dependencies.tar")
            #expect(try digests.digest(of: other.selection(of: ["dependencies.tar"]), in: other) != before)
            #expect(throws: FixtureError.self) { try context.adding(scratch.path("gone"), as: "x") }
        }
    }
}
