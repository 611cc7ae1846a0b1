import Foundation

package enum DiskMark: Codable, Hashable, Sendable, CustomStringConvertible {
    /// A share of the engine's filesystem, from 0 to 1, of what `df` counts as used and available.
    case share(Double)
    /// Bytes of images and build cache, as the engine reports.
    case bytes(Int)

    package var isShare: Bool { if case .share = self { true } else { false } }

    var isPossible: Bool {
        switch self {
        case .share(let share): share > 0 && share <= 1
        case .bytes(let bytes): bytes > 0
        }
    }

    func bytes(of capacity: Int) -> Int {
        switch self {
        case .share(let share): Int(share * Double(capacity))
        case .bytes(let bytes): bytes
        }
    }

    package var description: String {
        switch self {
        case .share(let share): String(format: "%g%%", share * 100)
        case .bytes(let bytes): "\(bytes)B"
        }
    }

    /// Orders marks of one kind; marks of different kinds have no order.
    static func < (left: DiskMark, right: DiskMark) -> Bool {
        switch (left, right) {
        case (.share(let left), .share(let right)): left < right
        case (.bytes(let left), .bytes(let right)): left < right
        case (.share, .bytes), (.bytes, .share): false
        }
    }
}

/// Reads the usage of the engine's filesystem; cheap enough to be read after every removal.
package struct DiskGauge: Sendable {
    private let read: @Sendable () -> DiskSpace?

    /// - Parameter read: gives nil when the usage cannot be read now.
    package init(_ read: @escaping @Sendable () -> DiskSpace?) { self.read = read }
    package var now: DiskSpace? { read() }

    /// The usage when two readings, 50 ms apart, agree; after two seconds the last reading. Engines and filesystems
    /// free space a little after they report it.
    func settled() async throws -> DiskSpace? {
        var last = now
        for _ in 0..<40 {
            try await Task.sleep(for: .milliseconds(50))
            let next = now
            if next == last { break }
            last = next
        }
        return last
    }
}

package struct DiskSpace: Codable, Hashable, Sendable {
    package var used, free: Int

    package init(used: Int, free: Int) { (self.used, self.free) = (used, free) }

    /// The base of `df`'s percentage: space reserved for root is in neither part.
    package var capacity: Int { used + free }
}
