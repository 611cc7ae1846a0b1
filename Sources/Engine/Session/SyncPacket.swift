import Glibc

/// One message of BuildKit's file transfer (`fsutil.types.Packet`).
enum SyncPacket {
    /// A file is announced; files count from 0 in the order of their announcements. nil: there are no more.
    case stat(SyncedFile?)
    /// The receiver wants a file's content.
    case request(UInt32)
    /// A piece of a file's content; empty: its end.
    case data(UInt32, [UInt8])
    /// All is done.
    case finished
    /// It cannot go on.
    case failed([UInt8])

    /// Reads what a receiver sends. Throws `ProtobufReader.Malformed`.
    init?(_ bytes: ArraySlice<UInt8>) throws {
        var type: UInt64 = 0
        var file: UInt64 = 0
        var data: [UInt8] = []
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .varint(let value)): type = value
            case (3, .varint(let value)): file = value
            case (4, .bytes(let value)): data = Array(value)
            default: continue
            }
        }
        switch type {
        case 1: self = .request(UInt32(truncatingIfNeeded: file))
        case 2: self = .data(UInt32(truncatingIfNeeded: file), data)
        case 3: self = .finished
        case 4: self = .failed(data)
        default: return nil
        }
    }

    /// The packet in protobuf's wire format.
    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        switch self {
        case .stat(nil): break
        case .stat(let file?): writer.put(2, bytes: Self.stat(file), evenEmpty: true)
        case .request(let file):
            writer.put(1, varint: 1)
            writer.put(3, varint: UInt64(file))
        case .data(let file, let piece):
            writer.put(1, varint: 2)
            writer.put(3, varint: UInt64(file))
            writer.put(4, bytes: piece)
        case .finished: writer.put(1, varint: 3)
        case .failed(let reason):
            writer.put(1, varint: 4)
            writer.put(4, bytes: reason)
        }
        return writer.bytes
    }

    private static func stat(_ file: SyncedFile) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.put(1, bytes: file.path)
        writer.put(2, varint: UInt64(goMode(file.mode)))
        writer.put(3, varint: UInt64(file.owner))
        writer.put(5, varint: UInt64(file.size))
        writer.put(6, varint: UInt64(bitPattern: Int64(file.modified)))
        writer.put(7, bytes: file.target)
        return writer.bytes
    }

    /// A mode as Go's `os.FileMode` numbers its bits.
    static func goMode(_ mode: UInt32) -> UInt32 {
        var result = mode & 0o777
        switch mode & S_IFMT {
        case S_IFDIR: result |= 1 << 31
        case S_IFLNK: result |= 1 << 27
        default: break
        }
        if mode & 0o4000 != 0 { result |= 1 << 23 }
        if mode & 0o2000 != 0 { result |= 1 << 22 }
        if mode & 0o1000 != 0 { result |= 1 << 20 }
        return result
    }
}
