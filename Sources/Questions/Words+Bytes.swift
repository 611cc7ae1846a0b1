import Foundation
import Model

extension Words {
    private static let byteUnits: [(unit: String, bytes: Double)] = [
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3),
    ]

    /// Bytes with three digits that matter, in decimal units: `12.3 MB`.
    package static func bytes(_ value: Double) -> String {
        guard let unit = byteUnits.first(where: { abs(value) >= $0.bytes * 0.9995 }) else {
            return "\(Int(value.rounded()))".replacing("-", with: "−") + " B"
        }
        return number(value / unit.bytes) + " " + unit.unit
    }

    package static func bytes(_ value: Double?) -> String { value.map { bytes($0) } ?? absent }

    /// `1.2 MB to 3.4 MB`, or why there is none.
    package static func byteInterval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(bytes($0.lowerBound)) to \(bytes($0.upperBound))" } ?? "not known"
    }

    /// `12.3 days`; an infinite number reads `never`.
    package static func days(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "never" }
        return number(value) + " days"
    }

    /// What a part of the remainder is.
    package static func remainderPart(_ name: String) -> String {
        switch name {
        case "block_rounding": "whole blocks under files of layers and volumes"
        case "directories": "directories of layers and volumes"
        case "uncounted_content": "files of layers that the engine does not count"
        case "layer_records": "the storage driver's links and lists"
        case "image_records": "images' records, lists to rebuild layers from"
        case "container_records": "containers' configurations and logs"
        case "volume_records": "the volumes' database"
        case "build_records": "BuildKit's databases"
        case "containerd": "containerd's databases"
        case "engine_other": "other files of the engine"
        case "foreign": "files that no engine makes"
        case "filesystem": "the filesystem's own tables"
        default: Markdown.escaped(name)
        }
    }
}
