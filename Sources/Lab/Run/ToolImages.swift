import Engine
import Provision
import SystemPackage

/// Images with a language's tools that fixtures build upon, as an organization would provide them: built before anything is
/// measured, so that no job's time holds them, and no two strategies differ in them.
struct ToolImages: Sendable {
    /// Their Dockerfiles, which copy nothing, by the images' names.
    let dockerfiles: [String: FilePath]
    /// `name:address`, by which builds find the package mirror.
    let extraHosts: [String]

    /// Builds them all.
    ///
    /// - Throws: `ToolImageError`; `EngineError`.
    func build(on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void) async throws {
        for (image, path) in dockerfiles.sorted(by: { $0.key < $1.key }) {
            tell("building \(image)")
            let text = try String(contentsOfFile: path.string, encoding: .utf8)
            // BuildKit takes an upload that is no archive for a Dockerfile.
            let upload = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array(text.utf8))
                continuation.finish()
            }
            let depth = await client.depth(building: Dockerfile(text))
            let request = BuildRequest(
                builder: .buildkit, tags: [image], labels: PlimsollLabel.labels(name: image, depth: depth),
                extraHosts: extraHosts)
            let result = try await client.build(request, context: upload)
            if let error = result.error {
                throw ToolImageError(image: image, message: error, outputTail: result.outputTail)
            }
        }
    }
}
