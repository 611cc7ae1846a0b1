/// A finite number that may be missing, in the eight bytes of the number: an optional takes sixteen.
struct Known: Sendable, Equatable {
    /// Not a number where it is missing.
    private var raw: Double

    init(_ value: Double? = nil) {
        raw = value ?? .nan
    }

    var value: Double? {
        get { raw.isNaN ? nil : raw }
        set { raw = newValue ?? .nan }
    }

    /// Two that are missing are equal.
    static func == (left: Known, right: Known) -> Bool { left.value == right.value }
}
