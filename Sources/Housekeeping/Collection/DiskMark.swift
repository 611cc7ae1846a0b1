import Foundation

/// A line on the disk's gauge.
public enum DiskMark: Codable, Hashable, Sendable, CustomStringConvertible {
    /// A share of the engine's filesystem, from 0 to 1, of what `df` counts as used and available.
    case share(Double)
    /// Bytes of images and build cache, by the engine's own account.
    case bytes(Int)

    /// Whether it is a share of the filesystem.
    public var isShare: Bool {
        if case .share = self { true } else { false }
    }

    /// Whether a disk can be filled to it.
    var isPossible: Bool {
        switch self {
        case .share(let share): share > 0 && share <= 1
        case .bytes(let bytes): bytes > 0
        }
    }

    /// The mark in bytes on a disk of so many.
    func bytes(of capacity: Int) -> Int {
        switch self {
        case .share(let share): Int(share * Double(capacity))
        case .bytes(let bytes): bytes
        }
    }

    /// As it is written on the command line.
    public var description: String {
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
