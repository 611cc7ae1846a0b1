import Model

/// Whether a failure tells that a disk is full, in the words of the kernel, of the engine, or of a package manager.
enum DiskFull {
    private static let words = ["no space left on device", "enough free space", "not enough disk space"]

    /// Looks at the failure's message, and at what the build printed last where that may be taken for the disk's word: on a
    /// disk of whose filling the run is about. A step's own limits would print the same.
    static func isTold(by failure: Failure, countingOutput: Bool = true) -> Bool {
        let told = [failure.message] + (countingOutput ? failure.outputTail : [])
        return told.contains { line in
            let line = line.lowercased()
            return words.contains { line.contains($0) }
        }
    }
}
