import Foundation

/// The provided images, each after the one that it stands on: the files `NAME.Dockerfile` of a folder.
///
/// They are built on the engine that needs them, upon the ``BaseImage`` and with packages of the ``PackageMirror``.
public struct ProvidedSuite: Sendable, Hashable {
    private static let ending = ".Dockerfile"

    /// The images, in an order in which they can be built.
    public let images: [ProvidedImage]

    /// A suite of these images, in an order in which they can be built.
    ///
    /// - Throws: ``PreparationError`` with code `suiteInvalid`: one lacks its `FROM`, or they stand on each other.
    public init(_ images: [ProvidedImage]) throws {
        var waiting = images.sorted { $0.name < $1.name }
        var ordered: [ProvidedImage] = []
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.reference))
            let ready = waiting.filter { $0.base.map { !names.contains($0) } ?? false }
            guard !ready.isEmpty else {
                throw PreparationError(
                    .suiteInvalid,
                    "the provided images \(waiting.map(\.name).joined(separator: ", ")) cannot be put in an order: "
                        + "give each a FROM, and let none stand on itself")
            }
            ordered += ready
            waiting.removeAll { ready.contains($0) }
        }
        self.images = ordered
    }

    /// Reads a folder of Dockerfiles; one that does not exist holds none.
    ///
    /// - Throws: ``PreparationError`` with code `suiteInvalid`.
    public static func load(_ folder: String) throws -> ProvidedSuite {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try ProvidedSuite(
            files.filter { $0.hasSuffix(ending) }.map { file in
                let path = (folder as NSString).appendingPathComponent(file)
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw PreparationError(.suiteInvalid, "\(path) cannot be read")
                }
                return ProvidedImage(
                    name: String(file.dropLast(ending.count)), dockerfile: String(decoding: data, as: UTF8.self))
            })
    }

    /// The image of a name on engines; nil where the suite has none.
    public func image(_ reference: String) -> ProvidedImage? {
        images.first { $0.reference == reference }
    }

    /// The part of the suite that some images need: these and all that they stand on, in order.
    public func part(for references: some Sequence<String>) -> [ProvidedImage] {
        var needed: Set<String> = []
        for reference in references {
            var next = image(reference)
            while let image = next, needed.insert(image.reference).inserted { next = image.base.flatMap(self.image) }
        }
        return images.filter { needed.contains($0.reference) }
    }
}
