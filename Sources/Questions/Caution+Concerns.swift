extension Caution {
    /// Whether it may touch what has a name like `builder=legacy,policy=lru`, `malu`, `pip: builder=buildkit`: it does unless both
    /// name the fixture, or a factor, and differ in it.
    func concerns(_ name: String) -> Bool {
        let named = Self.factors(name)
        return subject.allSatisfy { factor, value in named[factor].map { $0 == value } ?? true }
    }

    /// What it is about; empty where that is a whole run.
    private var subject: [Substring: Substring] {
        switch self {
        case .excluded, .unfinished, .resumed, .nothingReal, .contextsIncomplete, .cacheInherited: [:]
        case .neverFull(let configuration), .collectionsFailed(let configuration, _): Self.factors(configuration)
        case .failed(let series, _, _, _, _, _), .uncleaned(let series, _), .tooFew(let series, _),
            .slowFirst(let series, _, _), .outliers(let series, _, _, _, _, _, _), .unpaired(let series, _),
            .probesIncomplete(let series, _, _), .noDirectPairs(let series), .directFailed(let series, _),
            .unbalanced(let series, _, _):
            Self.factors("\(series.fixture): \(series.configuration)")
        }
    }

    /// The values by factor; what has no `=` is the fixture.
    private static func factors(_ name: String) -> [Substring: Substring] {
        let parts = name.replacing(": ", with: ",").split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(parts.map { $0.count == 2 ? ($0[0], $0[1]) : ("fixture", $0[0]) }) { first, _ in first }
    }
}
