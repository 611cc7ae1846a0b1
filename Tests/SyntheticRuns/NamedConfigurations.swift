import Model

/// Tests name configurations as they are stored: `builder=buildkit,policy=lru`.
extension Configuration: ExpressibleByStringInterpolation {
    package init(stringLiteral name: String) {
        let factors = name.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        guard factors.allSatisfy({ $0.count == 2 }),
            let named = Configuration(factors: Dictionary(uniqueKeysWithValues: factors.map { ($0[0], $0[1]) }))
        else { fatalError("no configuration has the name \(name)") }
        self = named
    }
}
