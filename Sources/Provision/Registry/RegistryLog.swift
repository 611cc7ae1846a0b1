import Foundation

/// docker-registry's log: a line an error, as `level=error err.detail="filesystem: … no space left on device" …`.
enum RegistryLog {
    /// What the last error is about: its detail, or else its message. Nil where there is none.
    static func lastError(in log: Data) -> String? {
        let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
        guard let line = lines.last(where: { $0.contains(" level=error ") }) else { return nil }
        let field =
            line.firstMatch(of: /err\.detail="((?:[^"\\]|\\.)*)"/)
            ?? line.firstMatch(of: /err\.message="((?:[^"\\]|\\.)*)"/)
        return field.map { String($0.output.1).replacing("\\\"", with: "\"") }
    }
}
