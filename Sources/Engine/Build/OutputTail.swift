/// The last lines of output that comes in any pieces, from several sources at once.
struct OutputTail {
    /// How many lines are kept.
    static let capacity = 40
    /// How much of a line is kept, in bytes.
    static let lineLimit = 2_000

    private var kept: [String] = []
    private var partial: [String: [UInt8]] = [:]

    /// Takes a piece of one source's output in; whole lines go to `report` too.
    mutating func append(_ bytes: some Collection<UInt8>, from source: String = "", _ report: (String) -> Void) {
        var line = partial.removeValue(forKey: source) ?? []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                keep(line, report)
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.lineLimit {
                line.append(byte)
            }
        }
        if !line.isEmpty { partial[source] = line }
    }

    /// The last lines, unfinished ones included.
    mutating func lines() -> [String] {
        for source in partial.keys.sorted() { keep(partial[source] ?? [], { _ in }) }
        partial = [:]
        return kept.suffix(Self.capacity)
    }

    private mutating func keep(_ bytes: [UInt8], _ report: (String) -> Void) {
        let line = Self.text(bytes)
        guard !line.isEmpty else { return }
        if kept.count >= 4 * Self.capacity { kept.removeFirst(3 * Self.capacity) }
        kept.append(line)
        report(line)
    }

    /// The line without colours and carriage returns: of a line that was drawn over, the last state.
    private static func text(_ bytes: [UInt8]) -> String {
        var visible: [UInt8] = []
        visible.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x1B, index < bytes.count, bytes[index] == UInt8(ascii: "[") {
                index += 1
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
            } else if byte == UInt8(ascii: "\r") {
                if index < bytes.count { visible.removeAll(keepingCapacity: true) }
            } else {
                visible.append(byte)
            }
        }
        return String(decoding: visible, as: UTF8.self)
    }
}
