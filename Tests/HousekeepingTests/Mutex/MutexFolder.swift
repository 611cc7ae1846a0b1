import Foundation

@testable import Housekeeping

/// A mutex in a directory that is gone after the test.
enum MutexFolder {
    static func with<Value>(_ body: (EngineMutex) async throws -> Value) async throws -> Value {
        let folder = NSTemporaryDirectory() + "plimsoll mutex-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(EngineMutex(directory: folder + "/mutex"))
    }
}
