/// The files of a registry besides those that every part has.
extension EngineLayout {
    /// Where it keeps what is pushed, unless told otherwise.
    var storage: String { "\(directory)/storage" }
    /// Directories of its storage that the next collection removes first, one a line.
    var forgotten: String { "\(directory)/forgotten" }
    /// What the last collection printed.
    var collectionLog: String { "\(directory)/collection.log" }
    /// The exit status of the last collection, once it has ended.
    var collectionStatus: String { "\(directory)/collection.status" }
    /// What is locked while one collects.
    var collectionLock: String { "\(directory)/collection.lock" }
}
