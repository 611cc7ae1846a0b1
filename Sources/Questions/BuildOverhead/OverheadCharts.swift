/// The charts of the page on `build-overhead`; nil where there is no data for one.
struct OverheadCharts {
    /// Overhead of single jobs by fixture and builder, beside the rule's bound.
    let overhead: Chart?
    /// Overhead of single jobs by what their revision changed.
    let classes: Chart?
    /// The whole job by phases.
    let job: Chart?
    /// The overhead alone by phases.
    let parts: Chart?

    init(_ evidence: OverheadEvidence) {
        overhead =
            StripChart(
                name: "overhead", title: "Overhead of each warm job, by fixture and builder",
                rows: evidence.series.compactMap { found in
                    found.overhead.map { estimate in
                        StripChart.Row(
                            name: Words.series(found.series), estimate: estimate,
                            points: found.classes.flatMap(\.points))
                    }
                }, bound: OverheadRule.bound
            ).chart
        classes =
            StripChart(
                name: "change-classes", title: "Overhead by what the revision changed",
                rows: evidence.real.flatMap { found in
                    found.classes.map { changed in
                        StripChart.Row(
                            name: "\(Words.series(found.series)): \(Words.changeClass(changed.changeClass))",
                            estimate: changed.overhead, points: changed.points)
                    }
                }, bound: nil
            ).chart
        job =
            StackedBars(
                name: "job", title: "A warm job's time: overhead in colour, its own command in grey",
                parts: Self.overheadParts + [.command], series: evidence.series, total: { $0.wall }
            ).chart
        parts =
            StackedBars(
                name: "overhead-parts", title: "Where a warm job's overhead goes (its own command left out)",
                parts: Self.overheadParts, series: evidence.series, total: { $0.overhead?.value }
            ).chart
    }

    private static let overheadParts = WallParts.Part.allCases.filter { $0 != .command }
}
