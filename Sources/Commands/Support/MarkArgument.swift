import ArgumentParser
import Housekeeping

/// A mark on a disk, written as 85% or as 20GB.
struct MarkArgument: ExpressibleByArgument, CustomStringConvertible {
    let mark: DiskMark

    init(_ mark: DiskMark) {
        self.mark = mark
    }

    init?(argument: String) {
        if argument.hasSuffix("%") {
            guard let percent = Double(argument.dropLast()), percent > 0, percent <= 100 else { return nil }
            mark = .share(percent / 100)
        } else {
            guard let bytes = ByteCount(argument: argument)?.bytes else { return nil }
            mark = .bytes(bytes)
        }
    }

    var description: String {
        switch mark {
        case .share: mark.description
        case .bytes(let bytes): ByteCount(bytes: bytes).description
        }
    }
}
