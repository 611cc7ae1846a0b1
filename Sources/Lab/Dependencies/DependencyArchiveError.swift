/// An archive of dependencies could not be restored or saved.
struct DependencyArchiveError: Error, CustomStringConvertible {
    let message: String

    var description: String { "the archive of dependencies: \(message)" }
}
