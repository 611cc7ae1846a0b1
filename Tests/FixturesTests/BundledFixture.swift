import Model
import SystemPackage

@testable import Fixtures

/// A small fixture with generated changes, for tests.
struct BundledFixture {
    static let description = """
        description: a test
        directory: tree
        dockerfile: Dockerfile.ci
        images: [base:1]
        command: null
        artifacts: [/srv/out]
        trace:
          population: {source: 278, dependency: 9, dockerfile: 3}
          changes:
            source:
              - append: {files: ["src/**/*.py"], text: "\\n# {{index}} {{word}}\\n"}
              - create: {path: "notes/note_{{index}}.rst", text: "{{word}}\\n"}
            dependency:
              - replace: {file: requirements.txt, pattern: '^requests==.*$', alternatives: ["requests==1", "requests==2"]}
            dockerfile:
              - replace: {file: Dockerfile.ci, pattern: 'revision=\\w+', alternatives: ["revision=r{{index}}"]}

        """

    let scratch: Scratch

    /// Writes the fixture's tree, and its description with some texts replaced.
    init(_ scratch: Scratch, replacing replacements: [String: String] = [:]) throws {
        self.scratch = scratch
        try scratch.write("tree/Dockerfile.ci", "FROM base:1\nLABEL revision=r0\n")
        try scratch.write("tree/requirements.txt", "flask==3\nrequests==1\nyaml==6\n")
        for name in ["a.py", "deep/b.py", "deep/er/c.py"] { try scratch.write("tree/src/\(name)", "print()\n") }
        try scratch.write("tree/run.sh", "#!/bin/sh\n", mode: 0o755)
        if (try? FileStatus(scratch.path("tree/link"))) == nil { try scratch.link("tree/link", to: "run.sh") }
        var text = Self.description
        for (old, new) in replacements { text = text.replacing(old, with: new) }
        try scratch.write("test.yaml", text)
    }

    func open() throws -> Fixture {
        try Fixture.bundled(name: "test", description: scratch.path("test.yaml").string)
    }

    /// Everything in a tree, as text.
    static func snapshot(_ root: FilePath) throws -> [String: String] {
        var scanner = try TreeScanner(root: root, rules: IgnoreRules(), kept: [])
        try scanner.scan()
        return try Dictionary(
            uniqueKeysWithValues: scanner.entries.map { entry in
                guard case .file = entry.kind else { return (entry.path, "\(entry.kind)") }
                let text = String(decoding: try FileBytes.read(root.appending(entry.path)), as: UTF8.self)
                return (entry.path, "\(entry.mode) \(text)")
            })
    }
}
