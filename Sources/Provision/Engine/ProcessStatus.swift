import Foundation

/// What `/proc/PID/stat` says of a process.
struct ProcessStatus: Sendable, Equatable {
    /// The state's letter.
    let state: Character
    /// The parent's number.
    let parent: Int32
    /// When it started, in clock ticks after boot.
    let started: UInt64

    /// Whether it has ended and only its entry is left.
    var isDead: Bool { state == "Z" || state == "X" }

    /// Reads a process's status; nil when there is no such process.
    init?(pid: Int32, processes: String = "/proc") {
        guard let line = try? String(contentsOfFile: "\(processes)/\(pid)/stat", encoding: .utf8) else { return nil }
        self.init(line: line)
    }

    /// Reads the line; the command in parentheses may hold spaces and parentheses itself.
    init?(line: String) {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
            let started = UInt64(fields[19])
        else { return nil }
        self.state = state
        self.parent = parent
        self.started = started
    }
}
