/// By how much the disk's remainder grew over the series, beside what its builds made. In bytes.
struct CleanupGrowth: Sendable, Equatable {
    /// What the disk holds beyond the engine's words, at the end less at the beginning.
    var remainder: Int
    /// The layers that builds made anew, as far as the engine tells their sizes.
    var made: Int
    /// How many jobs it rests on.
    var jobs: Int

    /// The remainder's growth over the bytes created; nil where nothing was made.
    var share: Double? { made > 0 ? Double(remainder) / Double(made) : nil }
}
