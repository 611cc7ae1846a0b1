import Engine
import Model
import Provision
import SystemPackage

/// The provided images on a run's engine: built before its first job, and again when what they stand on was updated.
struct ProvidedImages: Sendable {
    /// The part of the suite that the run's fixtures need, in order.
    let suite: ProvidedSuite
    /// The names of those that repositories build upon.
    let direct: Set<String>
    /// What their builds are given so that they find the package mirror.
    let extraHosts: [String]

    /// The part of a suite that these images need.
    init(of suite: ProvidedSuite, for images: [String], extraHosts: [String]) throws {
        self.suite = try ProvidedSuite(suite.part(for: images))
        direct = Set(images.filter { suite.image($0) != nil })
        self.extraHosts = extraHosts
    }

    /// The image that stands under one at last, and is none of the suite; the image itself where it is none of it.
    func root(of reference: String) -> String {
        var root = reference
        while let image = suite.image(root), let base = image.base { root = base }
        return root
    }

    /// Builds all of them.
    ///
    /// - Returns: what that took and gave, as figures of the run.
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

    /// Rebuilds those that stand on an image that was updated.
    func rebuild(above root: String, on client: EngineClient) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for image in suite.images where self.root(of: image.reference) == root {
            points += Self.points(of: try await image.build(on: client, extraHosts: extraHosts))
        }
        return points
    }

    /// Rebuilds those that repositories build upon, without the cache.
    ///
    /// - Parameter mark: tells this rebuild from those before.
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
        // What came from a cache says nothing of what a build takes.
        return (built.isWhole ? [point(.buildSeconds, built.seconds)] : [])
            + [point(.bytes, Double(built.bytes)), point(.ownBytes, Double(built.ownBytes))]
    }
}

/// Images with a language's tools that fixtures build upon, as an organization would provide them: built before anything is
/// measured, so that no job's time holds them, and no two strategies differ in them.
struct ToolImages: Sendable {
    /// Their Dockerfiles, which copy nothing, by the images' names.
    let dockerfiles: [String: FilePath]
    /// `name:address`, by which builds find the package mirror.
    let extraHosts: [String]

    /// Builds them all.
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
