import Model

package typealias ExportError = CodedError<ExportErrorCode>

/// Why nothing was exported: stable, for programs.
package enum ExportErrorCode: String, Sendable, UsageCode {
    /// The database holds no such run, or none that counts.
    case noRun = "export_no_run"
    case excluded = "export_excluded", noView = "export_no_view"
    /// A record that the format cannot hold, as one with a number that is not finite.
    case unfit = "export_unfit"

    package var isUsage: Bool { self == .noView }
}

/// Where an export goes, piece by piece: what is written is handed on in blocks, so that memory stays flat.
package struct ExportSink {
    private static let block = 1 << 16
    private let send: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = []

    package init(_ send: @escaping ([UInt8]) throws -> Void) { self.send = send }

    /// Hands on what is left; called once at the end.
    package mutating func finish() throws {
        if !buffer.isEmpty { try send(buffer) }
        buffer.removeAll()
    }

    package mutating func write(_ text: String) throws {
        buffer += text.utf8
        try passOn()
    }

    /// Writes a record and ends the line.
    package mutating func write(_ record: JSONLine) throws {
        buffer += record.bytes
        buffer.append(0x0A)
        try passOn()
    }

    private mutating func passOn() throws {
        guard buffer.count >= Self.block else { return }
        try send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
