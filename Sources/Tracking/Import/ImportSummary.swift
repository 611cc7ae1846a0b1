/// What an import changed.
public struct ImportSummary: Codable, Sendable, Equatable {
    /// Runs that were not there.
    public var new = 0
    /// Runs that had been imported before they ended, or before they were resumed, and are now as they are in the file.
    public var completed = 0
    /// Runs that were there already.
    public var known = 0
    /// Verdicts that were added to runs that were there already.
    public var verdicts = 0
    /// Runs that were there already and are now excluded, as they are in the file.
    public var excluded = 0
    /// Jobs of the new and completed runs.
    public var jobs = 0

    /// Nothing changed yet.
    public init() {}

    /// It in a line.
    public var text: String {
        var parts = ["\(new) new", "\(known) already there"]
        if completed > 0 { parts.insert("\(completed) completed", at: 1) }
        var line = "runs: " + parts.joined(separator: ", ")
        if jobs > 0 { line += "; jobs: \(jobs)" }
        if verdicts > 0 { line += "; verdicts added: \(verdicts)" }
        if excluded > 0 { line += "; newly excluded: \(excluded)" }
        return line
    }
}
