/// Where an image is being made.
struct Workshop: Sendable {
    /// An empty directory of its own, removed afterwards.
    let directory: String
    /// A directory for downloads, which stays.
    let cache: String
    /// What keeps others out.
    let lock: FileLock
    /// Gets short sentences.
    let progress: Progress

    /// Where the finished archive is to be written.
    var archive: String { "\(directory)/image.tar" }
}
