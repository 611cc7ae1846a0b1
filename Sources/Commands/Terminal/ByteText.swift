import Foundation

/// Bytes as people read them.
enum ByteText {
    /// With one digit behind the dot, in the unit below which it would have four before it: `12.3 MiB`.
    static func text(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var index = 0
        while abs(value) >= 1000, index < units.count - 1 {
            value /= 1024
            index += 1
        }
        return index == 0 ? "\(bytes) B" : String(format: "%.1f", value) + " " + units[index]
    }
}
