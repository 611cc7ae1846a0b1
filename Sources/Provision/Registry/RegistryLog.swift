import Foundation

/// docker-registry's log: a line an answer that is an error, as
/// `level=error err.detail="filesystem: … no space left on device" http.response.status=500 …`.
enum RegistryLog {
    /// What the last error of the registry itself is about: its detail, or else its message. Nil where there is none.
    ///
    /// - Parameter storage: the directory whose paths are left out, up to the next colon.
    static func lastError(in log: Data, storage: String) -> String? {
        let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
        // What it does not have, as a blob before its push, is an error to it too, of status 404.
        guard let line = lines.last(where: { $0.contains(" level=error ") && $0.contains(" http.response.status=5") })
        else { return nil }
        let field =
            line.firstMatch(of: /err\.detail="((?:[^"\\]|\\.)*)"/)
            ?? line.firstMatch(of: /err\.message="((?:[^"\\]|\\.)*)"/)
        return field.map { field in
            let words = String(field.output.1).replacing("\\\"", with: "\"")
            guard let path = words.range(of: storage) else { return words }
            return words[..<path.lowerBound] + "…" + words[path.upperBound...].drop { $0 != ":" }
        }
    }
}
