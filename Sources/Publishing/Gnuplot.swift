import Foundation
import Questions
import Subprocess

package struct Gnuplot: Sendable {
    /// The program's name, which is looked up on the PATH.
    package var program = "gnuplot"

    package init(program: String = "gnuplot") { self.program = program }

    /// The SVG that a script draws.
    ///
    /// - Throws: `ReportError`: gnuplot is missing, or rejects the script.
    package func draw(_ chart: Chart) async throws -> String { try await draw(chart.script, named: chart.name) }

    func draw(_ script: String, named name: String) async throws -> String {
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await run(
                .name(program),
                environment: .inherit.updating(["LC_ALL": "C.UTF-8", "GNUPLOT_LIB": "", "GNUTERM": "svg"]),
                input: .string(script), output: .string(limit: 32 << 20), error: .string(limit: 64 << 10))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw ReportError(
                .gnuplotMissing,
                "\(program) is not installed: run `apt-get install gnuplot-nox` (or `make deps`) and try again.")
        } catch {
            throw ReportError(
                .gnuplotFailed, "gnuplot could not draw \(name): see its words", cause: String(describing: error))
        }
        guard case .exited(0) = result.terminationStatus, result.standardOutput.contains("</svg>") else {
            throw ReportError(
                .gnuplotFailed, "gnuplot could not draw \(name): `make deps` installs the version that can",
                cause: result.standardError)
        }
        return result.standardOutput
    }
}

extension Gnuplot {
    /// The SVGs of charts, in the charts' order. As many are drawn in parallel as there are processors.
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
