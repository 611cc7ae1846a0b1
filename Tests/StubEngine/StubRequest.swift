import Foundation

/// A request as the stub received it.
public struct StubRequest: Sendable {
    /// How many bytes of a body are kept.
    public static let keptBytes = 64 << 10

    /// `GET`, `POST`, …
    public var method: String
    /// The path without query and without the API version, escapes resolved.
    public var path: String
    /// The API version in front of the path, as `1.41`; nil where there was none.
    public var version: String?
    /// The query's names and values in order, escapes resolved.
    public var query: [(name: String, value: String)]
    /// Path and query as they came.
    public var target: String
    /// The headers as they came.
    public var headers: [(name: String, value: String)]
    /// The whole body's length, in bytes.
    public var bodyLength = 0
    /// The body's first ``keptBytes``.
    public var bodyStart: [UInt8] = []

    /// `METHOD /path`, as routes name it.
    public var name: String { "\(method) \(path)" }

    /// The first value of a query's name.
    public func value(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// All values of a query's name.
    public func values(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    /// The first header of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    init(method: String, target: String, headers: [(name: String, value: String)]) {
        (self.method, self.target, self.headers) = (method, target, headers)
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var path = parts[0].removingPercentEncoding ?? parts[0]
        let first = path.dropFirst().prefix { $0 != "/" }
        if first.first == "v", first.dropFirst().allSatisfy({ $0.isNumber || $0 == "." }), first.count > 1 {
            version = String(first.dropFirst())
            path = String(path.dropFirst(first.count + 1))
        }
        self.path = path
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? String($0) }
            return (sides[0], sides.count > 1 ? sides[1] : "")
        }
    }
}
