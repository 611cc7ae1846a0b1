import Foundation

/// This process's resident memory, in MB (10⁶ bytes), by `/proc/self/status`.
enum Memory {
    /// The most that it ever was.
    static var peak: Double { read("VmHWM:") }
    /// What it is now.
    static var now: Double { read("VmRSS:") }

    private static func read(_ field: String) -> Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }),
            let kibibytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
        else { return .nan }
        return kibibytes * 1024 / 1e6
    }
}
