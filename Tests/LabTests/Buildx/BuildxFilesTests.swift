import Fixtures
import Foundation
import SystemPackage
import Testing

@testable import Lab

/// A context as buildx finds it on disk.
@Suite struct BuildxFilesTests {
    private func with(_ body: (_ folder: String, _ context: BuildContext) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/plimsoll-files-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder + "/tree", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in ["tree/Dockerfile": "FROM a\n", "tree/Dockerfile.dockerignore": "x\n", "other": "FROM b\n"]
        {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        try body(
            folder, BuildContext.scan(root: FilePath(folder + "/tree"), dockerfile: "Dockerfile", convention: .buildkit)
        )
    }

    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test func aTreeIsUsedAsItIs() throws {
        try with { folder, context in
            let files = try BuildxFiles(of: context)
            #expect(files.context.directory == folder + "/tree")
            #expect(files.context.dockerfile == folder + "/tree/Dockerfile")
            files.remove()
            #expect(text(folder + "/tree/Dockerfile") == "FROM a\n")
        }
    }

    @Test func aFileFromOutsideIsThereOnlyForTheBuild() throws {
        try with { folder, context in
            let files = try BuildxFiles(of: context.adding(FilePath(folder + "/other"), as: "added"))
            #expect(text(folder + "/tree/added") == "FROM b\n")
            files.remove()
            #expect(text(folder + "/tree/added") == nil && text(folder + "/other") == "FROM b\n")
        }
    }

    @Test func anotherDockerfileKeepsTheIgnoreFileOfTheFirst() throws {
        try with { folder, context in
            let sent = folder + "/sent"
            try FileManager.default.createDirectory(atPath: sent, withIntermediateDirectories: true)
            try "FROM b\n".write(toFile: sent + "/Dockerfile", atomically: true, encoding: .utf8)
            let files = try BuildxFiles(of: context.sending(FilePath(sent + "/Dockerfile")))
            #expect(text(files.context.dockerfile) == "FROM b\n")
            #expect(text(files.context.dockerfile + ".dockerignore") == "x\n")
            files.remove()
            #expect(try FileManager.default.contentsOfDirectory(atPath: sent) == ["Dockerfile"])
        }
    }
}
