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
