import Foundation

/// A directory that is gone after the test.
struct Scratch: Sendable {
    let root: String

    /// Makes one; its name has a space and letters outside ASCII, because every path of Plimsoll must stand that.
    static func with<Value>(_ body: (Scratch) async throws -> Value) async throws -> Value {
        let root = "/tmp/plimsoll prüf-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        return try await body(Scratch(root: root))
    }

    /// A path below it, quoted for the shell.
    func path(_ name: String) -> String { "'\(root)/\(name)'" }

    /// A path below it.
    func plain(_ name: String) -> String { "\(root)/\(name)" }

    /// Writes a file, with the folders above it.
    func write(_ text: String, to name: String) throws {
        let path = plain(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A build context of these files, as an engine takes it.
    func context(_ files: [String: String]) async throws -> AsyncStream<[UInt8]> {
        let directory = "context-\(UUID().uuidString.prefix(8))"
        for (name, text) in files { try write(text, to: "\(directory)/\(name)") }
        try await Shell.run("tar --format=gnu -C \(path(directory)) -cf \(path("\(directory).tar")) .")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: plain("\(directory).tar"))))
        return AsyncStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
    }
}
