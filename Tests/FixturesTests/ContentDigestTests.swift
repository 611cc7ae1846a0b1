import Foundation
import Testing

@testable import Fixtures

/// What changes the digest of what a `COPY` takes, and what does not.
@Suite struct ContentDigestTests {
    private func digest(_ scratch: Scratch, _ sources: [String] = ["."], owner: Int = 0) throws -> String {
        var context = try BuildContext.scan(root: scratch.path("tree"), dockerfile: "Dockerfile")
        context.owner = owner
        var digests = ContentDigests()
        return try digests.digest(of: context.selection(of: sources), in: context)
    }

    private func withTree(_ body: (Scratch) throws -> Void) async throws {
        try await Scratch.with { scratch in
            try scratch.write("tree/Dockerfile", "FROM scratch\n")
            try scratch.write("tree/src/one", "one")
            try scratch.write("tree/src/deep/two", "two")
            try scratch.link("tree/link", to: "src/one")
            try body(scratch)
        }
    }

    @Test func timesDoNotCount() async throws {
        try await withTree { scratch in
            let before = try digest(scratch)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: scratch.path("tree/src/one").string)
            #expect(try digest(scratch) == before)
        }
    }

    @Test(arguments: ["byte", "mode", "name", "link", "owner", "more", "less"])
    func everythingElseCounts(_ change: String) async throws {
        try await withTree { scratch in
            let before = try digest(scratch)
            let one = scratch.path("tree/src/one").string
            switch change {
            case "byte": try scratch.write("tree/src/one", "onE")
            case "mode": chmod(one, 0o755)
            case "name": try FileManager.default.moveItem(atPath: one, toPath: one + "s")
            case "link":
                try FileManager.default.removeItem(atPath: scratch.path("tree/link").string)
                try scratch.link("tree/link", to: "src/deep")
            case "more": try scratch.write("tree/src/three", "")
            case "less": try FileManager.default.removeItem(atPath: one)
            default: break
            }
            #expect(try digest(scratch, owner: change == "owner" ? 1000 : 0) != before)
        }
    }

    @Test func aFileThatChangesBetweenContextsIsReadAgain() async throws {
        try await withTree { scratch in
            var digests = ContentDigests()
            func next() throws -> String {
                let context = try BuildContext.scan(root: scratch.path("tree"), dockerfile: "Dockerfile")
                return try digests.digest(of: context.entries, in: context)
            }
            let first = try next()
            #expect(try next() == first)
            // The same size and, put back, the same time: only the time of change tells.
            let path = scratch.path("tree/src/one").string
            let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
            try scratch.write("tree/src/one", "eno")
            try FileManager.default.setAttributes([.modificationDate: time as Any], ofItemAtPath: path)
            #expect(try next() != first)
        }
    }

    @Test(
        arguments: [
            (["."], ["Dockerfile", "link", "src", "src/deep", "src/deep/two", "src/one"]),
            (["src/"], ["src", "src/deep", "src/deep/two", "src/one"]), (["/src/deep"], ["src/deep", "src/deep/two"]),
            (["./link", "Docker*"], ["Dockerfile", "link"]), (["s*"], ["src", "src/deep", "src/deep/two", "src/one"]),
            (["*/one"], ["src/one"]), (["missing"], []),
        ] as [([String], [String])])
    func sourcesSelect(_ sources: [String], _ expected: [String]) async throws {
        try await withTree { scratch in
            let context = try BuildContext.scan(root: scratch.path("tree"), dockerfile: "Dockerfile")
            #expect(context.selection(of: sources).map(\.path) == expected)
        }
    }

    @Test func whatTheBuilderDropsIsNotSelected() async throws {
        try await withTree { scratch in
            try scratch.write("tree/.dockerignore", "Dockerfile\n.dockerignore\n")
            let root = scratch.path("tree")
            let legacy = try BuildContext.scan(root: root, dockerfile: "Dockerfile", convention: .legacy)
            #expect(!legacy.selection(of: ["."]).map(\.path).contains("Dockerfile"))
            #expect(legacy.entries.map(\.path).contains("Dockerfile"))
        }
    }
}
