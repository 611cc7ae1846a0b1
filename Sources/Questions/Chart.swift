/// A chart as a gnuplot script with its data in it.
package struct Chart: Sendable, Equatable {
    /// The file's name without its ending.
    package var name: String
    /// What it shows, for those who cannot see it.
    package var alternative: String
    /// The script.
    package var script: String

    package init(name: String, alternative: String, script: String) {
        self.name = name
        self.alternative = alternative
        self.script = script
    }
}
