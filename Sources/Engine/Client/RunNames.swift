/// The names of what one run makes on an engine. No other run uses them, nor does anybody else by chance.
public struct RunNames: Sendable, Hashable {
    /// The first eight digits of the run's UUID, which are in each of its names.
    public let short: String

    /// The names of the run with this UUID.
    public init(owner: String) {
        short = String(owner.prefix(8))
    }

    /// A container's or a volume's name: `plimsoll-1234abcd-…`.
    public func name(_ what: String) -> String { "plimsoll-\(short)-\(what)" }

    /// An image's name: `plimsoll/…:1234abcd`, or with more behind it.
    public func image(_ repository: String, _ what: String? = nil) -> String {
        "plimsoll/\(repository):\(short)" + (what.map { "-\($0)" } ?? "")
    }

    /// Whether a name is one of the run's.
    func include(_ name: Substring) -> Bool {
        if name.hasPrefix("plimsoll-\(short)-") { return true }
        guard name.hasPrefix("plimsoll/"), let colon = name.lastIndex(of: ":") else { return false }
        let tag = name[name.index(after: colon)...]
        return tag == short || tag.hasPrefix("\(short)-")
    }
}
