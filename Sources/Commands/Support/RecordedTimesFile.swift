import Foundation
import Model

/// A file of recorded times, one a line.
struct RecordedTimesFile {
    let times: RecordedTimes

    /// - Throws: `UsageError`, with the place of what cannot be read.
    init(argument path: String) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UsageError(
                description: "\(path): the recorded times cannot be read; name a file with one time a line, as "
                    + "`git log --format=%cI` writes it")
        }
        do {
            times = try RecordedTimes(text: String(decoding: bytes, as: UTF8.self), file: path)
        } catch {
            throw UsageError(description: error.description)
        }
    }
}
