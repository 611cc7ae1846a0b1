import FlyingSocks
import Foundation

/// A client's connection as bytes: what it sent, read as it is needed, and what is sent to it.
///
/// Methods throw `SocketError` if the client closes, and `CancellationError`.
struct StubWire {
    private static let pieceLength = 64 << 10

    private let socket: AsyncSocket
    private let pool: any AsyncSocketPool
    private var received: [UInt8] = []
    /// How many of the bytes received were taken.
    private var taken = 0

    init(_ socket: AsyncSocket, _ pool: any AsyncSocketPool) { (self.socket, self.pool) = (socket, pool) }

    /// Takes a line without its end.
    mutating func line() async throws -> String {
        var searched = taken
        while true {
            if let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = received[taken..<end]
                taken = end + 1
                return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            let rest = received.count - taken
            try await receive()
            searched = taken + rest
        }
    }

    /// Takes at least one byte.
    mutating func bytes(atMost count: Int) async throws -> ArraySlice<UInt8> {
        if taken == received.count { try await receive() }
        let start = taken
        taken = min(start + count, received.count)
        return received[start..<taken]
    }

    func send(_ bytes: [UInt8]) async throws { try await socket.write(Data(bytes)) }

    /// Waits, and throws as soon as the client closes.
    ///
    /// - Parameter end: nil: until the client closes.
    mutating func pause(until end: ContinuousClock.Instant?) async throws {
        while end.map({ .now < $0 }) ?? true {
            try Task.checkCancellation()
            if try !receiveIfThere() { await readable(until: end) }
        }
    }

    /// Closes it. What was sent still arrives.
    func close() {
        // Closing alone would not reach the client while a child process holds the connection too.
        shutdown(socket.socket.file.rawValue, Int32(SHUT_RDWR))
        try? socket.close()
    }

    private mutating func receive() async throws {
        try Task.checkCancellation()
        while try !receiveIfThere() { try await pool.suspendSocket(socket.socket, untilReadyFor: .read) }
    }

    /// Takes in what has arrived.
    /// - Returns: whether that was anything.
    private mutating func receiveIfThere() throws -> Bool {
        do {
            let bytes = try socket.socket.read(atMost: Self.pieceLength)
            if taken == received.count {
                received = bytes
            } else {
                received = Array(received[taken...]) + bytes
            }
            taken = 0
            return true
        } catch SocketError.blocked {
            return false
        }
    }

    private func readable(until end: ContinuousClock.Instant?) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [socket, pool] in
                try? await pool.suspendSocket(socket.socket, untilReadyFor: .read)
            }
            if let end { group.addTask { try? await Task.sleep(until: end, clock: .continuous) } }
            _ = await group.next()
            group.cancelAll()
        }
    }
}
