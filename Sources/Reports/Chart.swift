/// A chart as a gnuplot script with its data in it.
struct Chart: Sendable, Equatable {
    /// The file's name without its ending.
    var name: String
    /// What it shows, for those who cannot see it.
    var alternative: String
    /// The script.
    var script: String
}
