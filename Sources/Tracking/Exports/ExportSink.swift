/// Where an export goes, piece by piece: what is written is handed on in blocks, so that memory stays flat.
public struct ExportSink {
    private static let block = 1 << 16
    private let send: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = []

    /// - Parameter send: takes the next bytes.
    public init(_ send: @escaping ([UInt8]) throws -> Void) {
        self.send = send
    }

    /// Hands on what is left; called once at the end.
    public mutating func finish() throws {
        if !buffer.isEmpty { try send(buffer) }
        buffer.removeAll()
    }

    /// Writes text as it is.
    mutating func write(_ text: String) throws {
        buffer += text.utf8
        try passOn()
    }

    /// Writes a record and ends the line.
    mutating func write(_ record: ExchangeObject) throws {
        record.write(to: &buffer)
        buffer.append(0x0A)
        try passOn()
    }

    private mutating func passOn() throws {
        guard buffer.count >= Self.block else { return }
        try send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
