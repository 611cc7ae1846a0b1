/// Reads how full the engine's filesystem is; cheap enough to be read after every removal.
public struct DiskGauge: Sendable {
    private let read: @Sendable () -> DiskSpace?

    /// A gauge that reads by a function; its nil means that it cannot be read now.
    public init(_ read: @escaping @Sendable () -> DiskSpace?) {
        self.read = read
    }

    /// How full it is now.
    public var now: DiskSpace? { read() }

    /// How full it is once two readings, 50 ms apart, agree; after two seconds as it is then. Engines and filesystems give
    /// space back a little after they say so.
    func settled() async throws -> DiskSpace? {
        var last = now
        for _ in 0..<40 {
            try await Task.sleep(for: .milliseconds(50))
            let next = now
            if next == last { break }
            last = next
        }
        return last
    }
}
