/// What the stub answers to which request. A later route goes before an earlier one, so that a ready set can be changed
/// in part.
public struct StubRoutes: Sendable {
    /// Answers one request.
    public typealias Handler = @Sendable (StubRequest) async -> StubAnswer

    private var routes: [(pattern: [Substring], handler: Handler)] = []

    /// Answers only the ping.
    public init(version: String = "1.41") {
        self = on("GET /_ping") { _ in .ping(version: version) }
    }

    private init(_ routes: [(pattern: [Substring], handler: Handler)]) {
        self.routes = routes
    }

    /// These routes and one more.
    ///
    /// - Parameter pattern: as `GET /containers/*/json`; `*` is one part of the path, `**` one or more.
    public func on(_ pattern: String, _ handler: @escaping Handler) -> StubRoutes {
        StubRoutes(routes + [(Self.parts(pattern), handler)])
    }

    /// These routes and one more that always answers the same.
    public func on(_ pattern: String, _ answer: StubAnswer) -> StubRoutes {
        on(pattern) { _ in answer }
    }

    /// The answer; nil when no route fits.
    public func answer(_ request: StubRequest) async -> StubAnswer? {
        let parts = Self.parts(request.name)
        return await routes.last { Self.fits(parts[...], $0.pattern[...]) }?.handler(request)
    }

    private static func parts(_ text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "/" }
    }

    private static func fits(_ parts: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
        guard let wanted = pattern.first else { return parts.isEmpty }
        guard let part = parts.first else { return false }
        if wanted == "**" {
            return fits(parts.dropFirst(), pattern.dropFirst()) || fits(parts.dropFirst(), pattern)
        }
        return (wanted == "*" || wanted == part) && fits(parts.dropFirst(), pattern.dropFirst())
    }
}
