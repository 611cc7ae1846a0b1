import ArgumentParser

/// A number of bytes, written as 512MiB, 20GiB or 20GB.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
    private static let units: [(suffix: String, bytes: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]

    let bytes: Int

    static func gibibytes(_ count: Int) -> ByteCount {
        ByteCount(bytes: count << 30)
    }

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        guard let unit = Self.units.first(where: { argument.hasSuffix($0.suffix) }),
            let count = Double(argument.dropLast(unit.suffix.count)), count > 0, count.isFinite
        else { return nil }
        let bytes = count * Double(unit.bytes)
        guard bytes >= 1, bytes < 1e18 else { return nil }
        self.bytes = Int(bytes)
    }

    var description: String {
        guard let unit = Self.units.first(where: { bytes % $0.bytes == 0 && bytes >= $0.bytes }) else {
            return "\(bytes)B"
        }
        return "\(bytes / unit.bytes)\(unit.suffix)"
    }
}
