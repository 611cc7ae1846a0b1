/// What one figure is about: a fixture in a configuration.
package struct Series: Sendable, Hashable, Comparable {
    /// The fixture's name.
    var fixture: String
    /// The configuration's name, as `builder=buildkit`.
    var configuration: String

    /// Whether it is the no-op fixture: the floor, which counts in no verdict.
    var isFloor: Bool { fixture == "noop" }

    /// By fixture, the floor last, then by configuration.
    package static func < (left: Series, right: Series) -> Bool {
        (left.isFloor ? 1 : 0, left.fixture, left.configuration) < (
            right.isFloor ? 1 : 0, right.fixture, right.configuration
        )
    }
}

extension Series {
    /// The value of a factor in its configuration's name, as `registry` of `cache` in `builder=buildkit,cache=registry`; nil
    /// where the scenario does not vary it.
    func factor(_ name: String) -> String? {
        factors.first { $0.name == name }?.value
    }

    /// The same fixture in the configuration less a factor.
    func without(_ factor: String) -> Series {
        let others = factors.filter { $0.name != factor }.map { "\($0.name)=\($0.value)" }
        return Series(fixture: fixture, configuration: others.joined(separator: ","))
    }

    private var factors: [(name: String, value: String)] {
        configuration.split(separator: ",").map { part in
            let halves = part.split(separator: "=", maxSplits: 1)
            return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
        }
    }
}
