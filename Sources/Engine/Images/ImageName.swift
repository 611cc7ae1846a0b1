/// An image's name, taken apart: `registry:5000/path/name:tag` or `…@sha256:…`.
public struct ImageName: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the tag or digest.
    public var repository: String
    /// The tag, or the digest; `latest` where none was written.
    public var tag: String

    /// Takes a name apart; a colon before the last slash belongs to the registry's port.
    public init(_ text: String) {
        if let at = text.firstIndex(of: "@") {
            repository = String(text[..<at])
            tag = String(text[text.index(after: at)...])
            return
        }
        let nameStart = text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex
        if let colon = text[nameStart...].lastIndex(of: ":") {
            repository = String(text[..<colon])
            tag = String(text[text.index(after: colon)...])
        } else {
            repository = text
            tag = "latest"
        }
    }

    /// The name in one piece.
    public var description: String { tag.contains(":") ? "\(repository)@\(tag)" : "\(repository):\(tag)" }
}
