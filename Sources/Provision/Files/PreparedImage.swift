import Foundation

/// An image kept as a tar archive on the host, ready to be imported by any engine.
public struct PreparedImage: Sendable, Equatable {
    /// What the sidecar beside the archive says of it.
    public struct Facts: Codable, Sendable, Equatable {
        /// SHA-256 of the archive, 64 hexadecimal digits.
        public var digest: String
        /// Size of the archive, in bytes.
        public var bytes: Int
        /// What is inside, as `name version`, sorted.
        public var packages: [String]
        /// When it was made (not part of the archive).
        public var made: Date
        /// How long that took, in seconds; nil: not known.
        public var seconds: Double?
    }

    /// Path of the archive.
    public var archive: String
    /// What is known of it.
    public var facts: Facts

    static func encode(_ facts: Facts) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(facts)
    }

    static func decode(_ data: Data) throws -> Facts {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Facts.self, from: data)
    }
}
