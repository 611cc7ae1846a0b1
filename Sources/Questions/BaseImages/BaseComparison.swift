/// The builds of one repository upon a provided image beside those upon Debian alone. Durations are in seconds.
struct BaseComparison: Sendable, Equatable {
    /// What kind of build is compared.
    enum Situation: String, Sendable, CaseIterable {
        /// No step came from a cache; the base images were there.
        case cold
        /// A source file changed since the build before.
        case source
        /// The list of dependencies changed since the build before.
        case dependency
    }

    /// The fixture and the builder.
    var series: Series
    /// What kind of build.
    var situation: Situation
    /// Median build upon a provided image, of those that have one upon Debian alone beside them.
    var provided: Double?
    /// Median build upon Debian alone, of the same pairs.
    var deferred: Double?
    /// What the provided image saves: builds upon Debian alone less those beside them in the plan upon a provided image; its value is
    /// the Hodges–Lehmann estimate. Nil where there is no pair.
    var saving: Estimate?
    /// Single builds, ascending, by what they build upon: for drawing.
    var points: [BaseKind: [Double]]
}
