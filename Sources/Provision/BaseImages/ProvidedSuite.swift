import Engine
import Foundation
import Model

/// The provided images, each after its base image: the files `NAME.Dockerfile` of a folder. They are built on the
/// engine that needs them, with packages of the ``PackageMirror``.
package struct ProvidedSuite: Sendable, Hashable {
    private static let ending = ".Dockerfile"

    package let images: [ProvidedImage]

    /// - Throws: `suiteInvalid`: an image lacks its `FROM`, or they depend on each other.
    package init(_ images: [ProvidedImage]) throws {
        var waiting = images.sorted { $0.name < $1.name }
        var ordered: [ProvidedImage] = []
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.reference))
            let ready = waiting.filter { $0.base.map { !names.contains($0) } ?? false }
            guard !ready.isEmpty else {
                throw PreparationError(
                    .suiteInvalid,
                    "the provided images \(waiting.map(\.name).joined(separator: ", ")) cannot be put in order: "
                        + "give each a FROM, without circles")
            }
            ordered += ready
            waiting.removeAll { ready.contains($0) }
        }
        self.images = ordered
    }

    /// Reads a folder of Dockerfiles; a missing folder gives an empty suite.
    package static func load(_ folder: String) throws -> ProvidedSuite {
        try ProvidedSuite(
            HostFiles.names(in: folder).filter { $0.hasSuffix(ending) }.map { file in
                let path = (folder as NSString).appendingPathComponent(file)
                guard let text = HostFiles.text(path) else {
                    throw PreparationError(.suiteInvalid, "\(path) cannot be read")
                }
                return ProvidedImage(name: String(file.dropLast(ending.count)), dockerfile: text)
            })
    }

    package func image(_ reference: String) -> ProvidedImage? { images.first { $0.reference == reference } }

    /// The images with these references and all their base images, in build order.
    package func part(for references: some Sequence<String>) -> [ProvidedImage] {
        var needed: Set<String> = []
        for reference in references {
            var next = image(reference)
            while let image = next, needed.insert(image.reference).inserted { next = image.base.flatMap(self.image) }
        }
        return images.filter { needed.contains($0.reference) }
    }
}

package struct ProvidedImage: Sendable, Hashable {
    package static let label = "plimsoll.provided"

    /// Its short name, as `python`.
    package var name: String
    /// Instructions only: nothing is copied into the image.
    package var dockerfile: String

    package init(name: String, dockerfile: String) {
        (self.name, self.dockerfile) = (name, dockerfile)
    }

    package var reference: String { "plimsoll/\(name):\(DebianRelease.codename)" }
    /// Its base image; nil where its Dockerfile has no `FROM`.
    package var base: String? { DockerfileOutline(Dockerfile(dockerfile)).stages.first?.reference }
}

package struct ProvidedBuild: Sendable, Hashable {
    package var image: ProvidedImage
    /// From the request to the end of the build, in seconds.
    package var seconds: Double
    /// Whether every step was built anew. If false, some steps came from the cache and the time says little.
    package var isWhole: Bool
    /// Size of all its layers, in bytes.
    package var bytes: Int
    /// Size of its layers without those of its base image, in bytes.
    package var ownBytes: Int
}

extension ProvidedImage {
    /// Builds the image with BuildKit, whatever the engine already has under that name.
    /// - Parameters:
    ///   - extraHosts: `name:address` entries, as for the package mirror.
    ///   - anew: whether to build without the cache, as when a rebuild must fetch newer packages.
    ///   - mark: becomes a small layer that distinguishes this image from an earlier one of the same Dockerfile.
    /// - Throws: `suiteInvalid` where its Dockerfile does not build; `EngineError`.
    package func build(
        on client: EngineClient, extraHosts: [String] = [], anew: Bool = false, mark: String? = nil
    ) async throws -> ProvidedBuild {
        let text = dockerfile + (mark.map { "\nRUN echo '\($0)' > /etc/plimsoll-provided\n" } ?? "")
        // BuildKit takes an upload that is not an archive as a Dockerfile.
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        let depth = await client.depth(building: Dockerfile(text))
        let request = BuildRequest(
            builder: .buildkit, dockerfileText: text, tags: [reference],
            labels: PlimsollLabel.labels(name: reference, depth: depth).merging([Self.label: name]) { $1 },
            noCache: anew, extraHosts: extraHosts)
        let began = ContinuousClock.now
        let result = try await client.build(request, context: upload)
        let taken = ContinuousClock.now - began
        if let error = result.error {
            throw PreparationError(
                .suiteInvalid, "the provided image \(reference) was not built: fix its Dockerfile",
                cause: (result.outputTail + [error]).joined(separator: "\n"))
        }
        let bytes = try await client.layerBytes(of: reference)
        var below = 0
        if let base { below = try await client.layerBytes(of: base) }
        return ProvidedBuild(
            image: self, seconds: taken / .seconds(1), isWhole: !result.steps.contains(where: \.cached), bytes: bytes,
            ownBytes: bytes - below)
    }
}
