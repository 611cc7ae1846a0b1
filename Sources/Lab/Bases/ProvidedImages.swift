import Engine
import Model
import Provision
import SystemPackage

/// The provided images on a run's engine: built before its first job, and again when their base was updated.
struct ProvidedImages: Sendable {
    /// The part of the suite that the run's fixtures need, in build order.
    let suite: ProvidedSuite
    /// The names of the images that repositories build on directly.
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
        while let image = suite.image(root), let base = image.base { root = base }
        return root
    }

    /// Builds all of them.
    ///
    /// - Returns: what was measured, as figures of the run.
    func build(on client: EngineClient, _ tell: @Sendable (String) -> Void) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images {
            tell("building the provided image \(image.reference)")
            let built = try await image.build(on: client, extraHosts: extraHosts)
            points += Self.points(of: built)
            points.append(
                ProvidedImagePoint(.lines, of: image.name).point(Double(DockerfileSize(image.dockerfile).lines)))
        }
        return points
    }

    /// Rebuilds those that stand on an updated image.
    func rebuild(above root: String, on client: EngineClient) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images where self.root(of: image.reference) == root {
            points += Self.points(of: try await image.build(on: client, extraHosts: extraHosts))
        }
        return points
    }

    /// Rebuilds those that repositories build on directly, without the cache.
    ///
    /// - Parameter mark: distinguishes this rebuild from earlier ones.
    func rebuildDirect(mark: String, on client: EngineClient) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images where direct.contains(image.reference) {
            points += Self.points(
                of: try await image.build(on: client, extraHosts: extraHosts, anew: true, mark: mark))
        }
        return points
    }

    private static func points(of built: ProvidedBuild) -> [JobPoint] {
        func point(_ figure: ProvidedImagePoint.Figure, _ value: Double) -> JobPoint {
            ProvidedImagePoint(figure, of: built.image.name).point(value)
        }
        // A build that hit the cache says nothing about how long a build takes.
        return (built.isWhole ? [point(.buildSeconds, built.seconds)] : [])
            + [point(.bytes, Double(built.bytes)), point(.ownBytes, Double(built.ownBytes))]
    }
}

/// Images with a language's tools that fixtures build on, as an organization would provide them. They are built before
/// anything is measured: no job's time includes them, and they are the same for all strategies.
struct ToolImages: Sendable {
    /// Their Dockerfiles, which copy nothing, by the images' names.
    let dockerfiles: [String: FilePath]
    /// `name:address` entries by which builds find the package mirror.
    let extraHosts: [String]

    func build(on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void) async throws {
        for (image, path) in dockerfiles.sorted(by: { $0.key < $1.key }) {
            tell("building \(image)")
            let text = try String(contentsOfFile: path.string, encoding: .utf8)
            let depth = await client.depth(building: Dockerfile(text))
            let request = BuildRequest(
                builder: .buildkit, tags: [image], labels: PlimsollLabel.labels(name: image, depth: depth),
                extraHosts: extraHosts)
            let result = try await client.build(request, uploading: Array(text.utf8))
            if let error = result.error {
                throw LabError("\(image) could not be built: \(error)\n" + result.outputTail.joined(separator: "\n"))
            }
        }
    }
}
