import Engine
import Model

/// How a build comes by the cache in a registry.
extension JobPhases {
    /// Names the cache to a build. BuildKit fetches of it what it needs; for the legacy builder the image is pulled first, in
    /// the time of the build phase, as a job of a CI would have to.
    ///
    /// A cache that the registry does not have is none: the first build of a repository finds no other.
    /// - Throws: `EngineError` when the image cannot be pulled for another reason; `DeadlinePassed`.
    func provideCache(
        to request: inout BuildRequest, on work: inout JobWork, until deadline: ContinuousClock.Instant
    ) async throws {
        guard let cache = settings.cache else { return }
        if request.builder == .legacy {
            let began = ContinuousClock.now
            do {
                try await withDeadline(deadline) { [client] in _ = try await client.pullImage(cache.reference) }
            } catch let error as EngineError where error.code == .notFound {
                return
            }
            work.points.append(CachePoint.pullSeconds.point((ContinuousClock.now - began).seconds))
        }
        request.cacheFrom = [cache.reference]
    }
}
