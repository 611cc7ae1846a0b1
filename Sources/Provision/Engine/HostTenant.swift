/// Something of Plimsoll's own on this host, an engine or a registry: brought up, used, and taken down however that ends.
protocol HostTenant: Sendable {
    /// Takes it down and removes all of it.
    func down(progress: @escaping @Sendable (String) -> Void) async throws
}

extension HostTenant {
    /// Finishes bringing it up; where that fails, removes what there is of it, also when the task is cancelled.
    ///
    /// - Throws: What `finish` throws; what `remove` throws is told to `progress` alone.
    static func raised(
        by finish: () async throws -> Self, orElse remove: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (String) -> Void
    ) async throws -> Self {
        do {
            return try await finish()
        } catch {
            do { try await Uncancellable.run(remove) } catch { progress("\(error)") }
            throw error
        }
    }

    /// Hands it to `body`, and takes it down however that ends.
    ///
    /// - Throws: What `body` throws, and then what taking it down throws is told to `progress` alone; what `down` throws.
    func whileUp<R>(
        progress: @escaping @Sendable (String) -> Void, isolation: isolated (any Actor)? = #isolation,
        _ body: (Self) async throws -> R
    ) async throws -> R {
        let result: R
        do {
            result = try await body(self)
        } catch {
            do { try await down(progress: progress) } catch { progress("\(error)") }
            throw error
        }
        try await down(progress: progress)
        return result
    }
}
