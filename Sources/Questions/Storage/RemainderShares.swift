import Model

/// What the remainder of one engine's disk consists of, in bytes, by whether its cause is known.
struct RemainderShares: Sendable, Equatable {
    /// Whole blocks and directories: what a filesystem takes to hold the layers' and volumes' files.
    var holding = 0.0
    /// What the engine and its builders keep for themselves: records, databases, logs.
    var records = 0.0
    /// Files of layers and volumes that the engine does not count; below 0 where it counts what is not there.
    var uncounted = 0.0
    /// The filesystem's own tables, and files that are removed but held open.
    var filesystem = 0.0
    /// What no engine makes.
    var foreign = 0.0

    /// All of it.
    var total: Double { holding + records + uncounted + filesystem + foreign }
    /// What is there without a file that explains it, their signs left out: nothing of it offsets anything else.
    var unexplained: Double { abs(uncounted) + abs(filesystem) + abs(foreign) }

    /// The shares of a survey; nil of an empty one.
    init?(_ survey: [RemainderRecord]) {
        guard !survey.isEmpty else { return nil }
        for part in survey {
            let bytes = Double(part.bytes)
            switch part.part {
            case "block_rounding", "directories": holding += bytes
            case "uncounted_content": uncounted += bytes
            case "filesystem": filesystem += bytes
            case "foreign": foreign += bytes
            default: records += bytes
            }
        }
    }
}
