/// By how much the disk's remainder grew over the series, beside what its builds made. In bytes.
public struct CleanupGrowth: Sendable, Equatable {
    /// What the disk holds beyond the engine's words, at the end less at the beginning.
    public var remainder: Int
    /// The layers that builds made anew, as far as the engine tells their sizes.
    public var made: Int
    /// How many jobs it rests on.
    public var jobs: Int

    /// The remainder's growth over the bytes created; nil where nothing was made.
    public var share: Double? { made > 0 ? Double(remainder) / Double(made) : nil }
}
