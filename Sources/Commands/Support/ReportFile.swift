import Foundation

/// A file that a verb writes what it found to.
enum ReportFile {
    /// Writes it whole or not at all, with the folders above it.
    static func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw UnwritableFile(path: path, cause: error.localizedDescription)
        }
    }
}

/// A file could not be written.
struct UnwritableFile: Error, CustomStringConvertible {
    let path: String
    let cause: String

    var description: String { "\(path) cannot be written: name another file with --out (\(cause))" }
}
