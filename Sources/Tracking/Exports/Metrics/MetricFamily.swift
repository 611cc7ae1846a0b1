/// A gauge with its metadata and samples, as OpenMetrics text has it.
struct MetricFamily {
    private let name: String
    private let unit: String?
    private let help: String
    private(set) var samples: [String] = []

    /// - Parameter unit: ends the name, where there is one.
    init(_ name: String, unit: String? = nil, help: String) {
        self.name = name
        self.unit = unit
        self.help = help
    }

    /// Adds a sample.
    mutating func add(_ labels: [(String, String)], _ value: Double) {
        let written = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        samples.append(labels.isEmpty ? "\(name) \(value)" : "\(name){\(written)} \(value)")
    }

    /// Metadata and samples, a line each.
    var text: String {
        var lines = ["# TYPE \(name) gauge"]
        if let unit { lines.append("# UNIT \(name) \(unit)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        return (lines + samples).map { $0 + "\n" }.joined()
    }

    /// Backslash, quote and the end of a line are the characters that need it. A carriage return may not stand in the text at all, and
    /// there is no way to write it.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
