import Glibc

/// Sends a directory: announces every file, then sends those whose content is requested.
struct FileSync {
    struct Refused: Error, CustomStringConvertible { let description: String }

    struct Changed: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) changed while it was read; stop what writes to it, or exclude it" }
    }

    private static let batch = 32 * 1024

    let files: any SyncedFiles
    let directory: String
    let paths: [String]
    let request: HTTP2Connection.Request
    let connection: HTTP2Connection

    /// Sends all files that the engine asks for. Throws errors of the files and of the connection, and `Refused`.
    func send() async throws {
        let list: [SyncedFile]
        do {
            list = try files.list(directory, following: paths)
            try await announce(list)
        } catch {
            try await write([.failed(Array("\(error)".utf8))])
            throw error
        }
        var messages = GRPCMessages()
        for await bytes in request.body {
            messages.append(bytes)
            while let message = try messages.next() {
                switch try SyncPacket(message[...]) {
                case .request(let number):
                    guard list.indices.contains(Int(number)) else { throw GRPCMessages.Malformed() }
                    try await send(list[Int(number)], number)
                case .finished: return try await write([.finished])
                case .failed(let reason): throw Refused(description: String(decoding: reason, as: UTF8.self))
                default: continue
                }
            }
        }
        try Task.checkCancellation()
        throw Refused(description: "the engine disconnected before it had all files")
    }

    private func announce(_ list: [SyncedFile]) async throws {
        var buffer: [UInt8] = []
        for file in list {
            GRPCMessages.write(SyncPacket.stat(file).bytes, to: &buffer)
            guard buffer.count >= Self.batch else { continue }
            try await write(buffer)
            buffer = []
        }
        GRPCMessages.write(SyncPacket.stat(nil).bytes, to: &buffer)
        try await write(buffer)
    }

    private func send(_ file: SyncedFile, _ number: UInt32) async throws {
        do {
            let next = try file.open()
            var left = file.size
            while let piece = try next() {
                left -= piece.count
                try await write([.data(number, piece)])
            }
            guard left == 0 else { throw Changed(path: String(decoding: file.path, as: UTF8.self)) }
        } catch {
            try await write([.failed(Array("\(error)".utf8))])
            throw error
        }
        try await write([.data(number, [])])
    }

    private func write(_ packets: [SyncPacket]) async throws {
        var buffer: [UInt8] = []
        for packet in packets { GRPCMessages.write(packet.bytes, to: &buffer) }
        try await write(buffer)
    }

    private func write(_ buffer: [UInt8]) async throws {
        files.didSend(buffer.count)
        try await connection.write(request.id, buffer)
    }
}

/// What BuildKit may request during a build: the context and, separately, the Dockerfile, as with docker's client.
package protocol SyncedFiles: Sendable {
    /// The engine keeps what it received under this key. With the same key again, only changes are sent.
    var key: String { get }
    /// The files of a directory; empty if there is no such directory.
    /// - Parameters:
    ///   - directory: `context` or `dockerfile`.
    ///   - paths: what the engine will read; empty: everything. More may be listed.
    func list(_ directory: String, following paths: [String]) throws -> [SyncedFile]
    /// Called for every message sent, with its length in bytes.
    func didSend(_ bytes: Int)
}

/// One file, directory or symbolic link that a build session offers to the engine.
package struct SyncedFile: Sendable {
    /// Path relative to its directory, as bytes: not every name is UTF-8.
    package var path: [UInt8]
    /// Type and permissions, as in `st_mode`.
    package var mode: UInt32
    /// In bytes; 0 for a directory.
    package var size: Int
    /// Modification time, in nanoseconds since 1970.
    package var modified: Int
    package var owner: Int
    /// Target of a symbolic link; empty otherwise.
    package var target: [UInt8]
    /// Opens the content: each call of the returned function gives the next chunk, nil at the end.
    package var open: @Sendable () throws -> (() throws -> [UInt8]?)

    package init(
        path: [UInt8], mode: UInt32, size: Int, modified: Int, owner: Int = 0, target: [UInt8] = [],
        open: @escaping @Sendable () throws -> (() throws -> [UInt8]?)
    ) {
        (self.path, self.mode, self.size, self.modified) = (path, mode, size, modified)
        (self.owner, self.target, self.open) = (owner, target, open)
    }
}

/// One message of BuildKit's file transfer (`fsutil.types.Packet`).
enum SyncPacket {
    /// Announces a file; files are numbered from 0 in this order. nil: there are no more.
    case stat(SyncedFile?)
    case request(UInt32)
    /// A chunk of a file's content; empty: its end.
    case data(UInt32, [UInt8])
    case finished, failed([UInt8])

    /// Reads a receiver's message. Throws `ProtobufMessage.Malformed`.
    init?(_ bytes: ArraySlice<UInt8>) throws {
        let message = try ProtobufMessage(bytes)
        let file = UInt32(truncatingIfNeeded: message.number(3))
        let data = Array(message.bytes(4) ?? [])
        switch message.number(1) {
        case 1: self = .request(file)
        case 2: self = .data(file, data)
        case 3: self = .finished
        case 4: self = .failed(data)
        default: return nil
        }
    }

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

    /// The mode with the bits of Go's `os.FileMode`.
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
