/// What a run's first build on an engine and builder found in the cache: somebody else's work, or an earlier run's.
///
/// Its figure is one of the job, by the name of its series.
public enum InheritedCache {
    /// The series: steps that came from the cache.
    public static let series = "inherited_hits"

    /// The figure of a first build; none where every step was made, as on a cold engine.
    public static func points(_ steps: [StepRecord]) -> [JobPoint] {
        let hits = steps.count { $0.cacheable && $0.cached }
        return hits == 0 ? [] : [JobPoint(name: series, unit: "step", value: Double(hits))]
    }
}
