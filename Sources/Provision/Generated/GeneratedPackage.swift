/// One version of a package that was made up.
struct GeneratedPackage: Sendable, Equatable {
    /// Its name, as `cargo-b07`: the letter is its level.
    let name: String
    /// Its version.
    let version: String
    /// The names of what it depends on, in any version below 2.
    let dependencies: [String]
    /// Fixes its contents.
    let seed: UInt64
}
