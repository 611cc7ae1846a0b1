/// A file on its way into an archive or an index.
public struct PackedFile: Sendable, Equatable {
    /// Its path there.
    var path: String
    /// Its content.
    var bytes: [UInt8]

    /// A file of bytes.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// A file of text.
    init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }
}
