extension Scenario {
    /// Whether the factor `runtime` is varied.
    public var variesRuntime: Bool { configurations.contains { $0.runtime != nil } }

    /// The scenario without the configurations whose runtime is none of these, and the names of the runtimes that were left out.
    public func keeping(runtimes: Set<String>) -> (scenario: Scenario, leftOut: [String]) {
        func isKept(_ configuration: Configuration) -> Bool {
            configuration.runtime.map { runtimes.contains($0.rawValue) } ?? true
        }
        var kept = self
        kept.configurations = configurations.filter(isKept)
        let leftOut = configurations.filter { !isKept($0) }.compactMap { $0.runtime?.rawValue }
        return (kept, Set(leftOut).sorted())
    }
}
