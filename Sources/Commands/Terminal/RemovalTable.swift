import Foundation
import Housekeeping

/// What goes, a line each, in order. Cache records are many and their names mean little: beyond the first few they are counted.
struct RemovalTable {
    private static let recordsShown = 20
    private static let nameWidth = 60

    let text: String

    init(_ removals: [PlannedRemoval], now: Date, verbose: Bool) {
        var table = TextTable(["KIND", "NAME", "LAST USED", "FREES", "WHY"])
        var records = 0
        var hidden = (count: 0, bytes: 0)
        for removal in removals {
            if removal.kind == .cacheRecord {
                records += 1
                if records > Self.recordsShown, !verbose {
                    hidden = (hidden.count + 1, hidden.bytes + removal.bytes)
                    continue
                }
            }
            table.add([
                removal.kind.word, Self.name(of: removal), "\(AgeText.text(removal.lastUse.age(at: now))) ago",
                removal.kind == .name ? "-" : ByteText.text(removal.bytes), removal.reason,
            ])
        }
        let more =
            hidden.count > 0
            ? "\n… and \(hidden.count) more cache records, \(ByteText.text(hidden.bytes)) (--verbose)" : ""
        text = table.text + more
    }

    /// The first name and how many more; without one the short id, or the type.
    static func name(of removal: PlannedRemoval) -> String {
        guard let first = removal.names.first, !first.isEmpty else { return shortened(removal.id) }
        let line = first.split(separator: "\n").first.map(String.init) ?? first
        let cut = line.count > nameWidth ? line.prefix(nameWidth - 1) + "…" : line
        return removal.names.count > 1 ? "\(cut) (+\(removal.names.count - 1))" : cut
    }

    /// An id as people know it.
    static func shortened(_ id: String) -> String {
        String((id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...]).prefix(12))
    }
}

extension PlannedRemoval.Kind {
    /// The kind for people.
    var word: String {
        switch self {
        case .image: "image"
        case .name: "name"
        case .cacheRecord: "cache"
        }
    }
}
