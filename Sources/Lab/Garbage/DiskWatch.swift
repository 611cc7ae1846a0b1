import Housekeeping

/// Looks at a disk while something runs on it: how full it was on the way, which what it holds afterwards does not tell.
actor DiskWatch {
    /// Between two looks. One costs a system call of some microseconds.
    private static let interval = Duration.milliseconds(20)

    private let gauge: DiskGauge
    /// The most that was taken at a look, in bytes; nil where the disk could not be read.
    private(set) var peak: Int?
    /// Whether less than a hundredth was free at a look.
    private(set) var wasFull = false

    private init(_ gauge: DiskGauge) {
        self.gauge = gauge
    }

    /// Runs a body, and returns what was seen meanwhile.
    static func during<Value: Sendable>(
        of gauge: DiskGauge, _ body: () async throws -> Value
    ) async throws -> (value: Value, watch: DiskWatch) {
        let watch = DiskWatch(gauge)
        async let _ = watch.look()
        let value = try await body()
        return (value, watch)
    }

    /// Until it is cancelled.
    private func look() async {
        while !Task.isCancelled {
            if let space = gauge.now {
                peak = max(peak ?? 0, space.used)
                if space.free < space.capacity / 100 { wasFull = true }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
