import Foundation

/// A program in buildx's place: a shell script that leaves its arguments in a file beside it.
public struct StubBuildx: Sendable {
    /// Where it is.
    public let directory: String

    /// The program.
    public var path: String { directory + "/docker-buildx" }
    /// One a line.
    public var arguments: [String] {
        let text = (try? String(contentsOfFile: path + ".arguments", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// The value of an option; nil: it was not given.
    public func value(_ option: String) -> String? {
        arguments.firstIndex(of: option).map { arguments[$0 + 1] }
    }

    /// - Parameters:
    ///   - version: what it says it is.
    ///   - script: what it does for a build; `$image` is the file for the image's id.
    public static func with<Value>(
        version: String = "v0.29.1", _ script: String = "printf sha256:1a2b > \"$image\"",
        _ body: (StubBuildx) async throws -> Value
    ) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.path + "/plimsoll-buildx-\(UUID())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let stub = StubBuildx(directory: directory)
        let text = """
            #!/bin/sh
            if [ "$1" = version ]; then echo "github.com/docker/buildx \(version) 1234"; exit; fi
            printf '%s\\n' "$@" > "$0.arguments"
            image=$(sed -n '/^--iidfile$/{n;p;}' "$0.arguments")
            \(script)
            """
        try text.write(toFile: stub.path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: stub.path)
        return try await body(stub)
    }
}
