/// A label that an object must carry, with any value or a certain one.
public struct LabelMatch: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The label's key.
    public var key: String
    /// Its value; nil: any.
    public var value: String?

    /// A match of these parts.
    public init(key: String, value: String? = nil) {
        self.key = key
        self.value = value
    }

    /// Reads `KEY` or `KEY=VALUE`; nil where there is no key.
    public init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else { return nil }
        self.init(key: parts[0], value: parts.count > 1 ? parts[1] : nil)
    }

    /// As it is written.
    public var description: String { value.map { "\(key)=\($0)" } ?? key }

    func fits(_ labels: [String: String]) -> Bool {
        guard let found = labels[key] else { return false }
        return value.map { $0 == found } ?? true
    }
}
