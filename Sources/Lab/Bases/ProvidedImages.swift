import Engine
import Model
import Provision

/// The provided images on a run's engine: built before its first job, and again when their base was updated.
struct ProvidedImages: Sendable {
    /// The part of the suite that the run's fixtures need, in build order.
    let suite: ProvidedSuite
    let direct: Set<String>
    /// `name:address` entries by which their builds find the package mirror.
    let extraHosts: [String]

    init(of suite: ProvidedSuite, for images: [String], extraHosts: [String]) throws {
        self.suite = try ProvidedSuite(suite.part(for: images))
        direct = Set(images.filter { suite.image($0) != nil })
        self.extraHosts = extraHosts
    }

    /// The image outside the suite on which one stands in the end. An image outside the suite is its own root.
    func root(of reference: String) -> String {
        var root = reference
        while let base = suite.image(root)?.base { root = base }
        return root
    }

    /// Builds all of them; returns what was measured, as figures of the run.
    func build(on client: EngineClient, _ tell: @Sendable (String) -> Void) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images {
            tell("building the provided image \(image.reference)")
            points += Self.points(of: try await image.build(on: client, extraHosts: extraHosts))
            let lines = Dockerfile(image.dockerfile).lines
            points.append(ProvidedImagePoint(.lines, of: image.name).point(Double(lines)))
        }
        return points
    }

    func rebuild(above root: String, on client: EngineClient) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images where self.root(of: image.reference) == root {
            points += Self.points(of: try await image.build(on: client, extraHosts: extraHosts))
        }
        return points
    }

    /// Rebuilds those that repositories build on directly, without the cache; `mark` distinguishes it from other
    /// rebuilds.
    func rebuildDirect(mark: String, on client: EngineClient) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images where direct.contains(image.reference) {
            points += Self.points(of: try await image.build(on: client, extraHosts: extraHosts, anew: true, mark: mark))
        }
        return points
    }

    private static func points(of built: ProvidedBuild) -> [JobPoint] {
        // A build that hit the cache says nothing about how long a build takes.
        let figures: [(ProvidedImagePoint.Figure, Double)] =
            (built.isWhole ? [(.buildSeconds, built.seconds)] : [])
            + [(.bytes, Double(built.bytes)), (.ownBytes, Double(built.ownBytes))]
        return figures.map { ProvidedImagePoint($0, of: built.image.name).point($1) }
    }
}
