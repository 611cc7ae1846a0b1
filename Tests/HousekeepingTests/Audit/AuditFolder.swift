import Foundation

/// A directory for one test, filled by relative paths, removed at the end.
struct AuditFolder {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-audit-\(UUID())").path

    static func with<Value>(_ body: (AuditFolder) throws -> Value) throws -> Value {
        let folder = AuditFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        return try body(folder)
    }

    func directory(_ names: String...) throws {
        for name in names {
            try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
        }
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try directory((name as NSString).deletingLastPathComponent)
        try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(name)"))
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
}
