import Foundation
import Questions

extension Gnuplot {
    /// The SVGs of charts, in the charts' order: as many are drawn at a time as there are processors.
    ///
    /// - Throws: `ReportError`, as `draw` does.
    package func drawAll(_ charts: [Chart]) async throws -> [String] {
        let atOnce = max(1, ProcessInfo.processInfo.activeProcessorCount)
        return try await withThrowingTaskGroup(of: (place: Int, text: String).self) { group in
            var texts = [String](repeating: "", count: charts.count)
            for (place, chart) in charts.enumerated() {
                if place >= atOnce, let drawn = try await group.next() { texts[drawn.place] = drawn.text }
                group.addTask { (place: place, text: try await draw(chart)) }
            }
            for try await drawn in group { texts[drawn.place] = drawn.text }
            return texts
        }
    }
}
