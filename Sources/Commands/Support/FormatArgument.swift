import ArgumentParser
import Tracking

/// What to export as, by its name.
struct FormatArgument: ExpressibleByArgument {
    let format: ExportFormat

    static var allValueStrings: [String] { ExportFormat.allCases.map(\.rawValue) }

    init?(argument: String) {
        guard let format = ExportFormat(rawValue: argument) else { return nil }
        self.format = format
    }
}
