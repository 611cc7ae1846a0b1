import Engine

/// What some images take together, by the engine's own sizes of their layers: each layer once, however many have it.
public struct ImageSharing: Sendable, Hashable {
    /// What one of them takes.
    public struct Image: Sendable, Hashable {
        /// All its layers, in bytes.
        public var bytes: Int
        /// Those of them that another of the images has too.
        public var shared: Int
    }

    /// The images, in the order in which they were named.
    public var images: [Image]
    /// All layers of all of them, in bytes.
    public var together: Int

    /// Asks an engine.
    ///
    /// - Parameters:
    ///   - references: the images by name or id.
    ///   - others: images that they may stand on, whose sizes tell where the images part; they count for nothing else.
    /// - Returns: nil where the engine does not tell the size of what some of the images share.
    /// - Throws: `EngineError`.
    public static func read(
        of references: [String], besides others: [String] = [], from client: EngineClient
    ) async throws -> ImageSharing? {
        var tree = LayerTree()
        var all: [ImageInspection] = []
        for reference in references + others {
            let image = try await client.image(reference)
            tree.add(layers: image.layers, size: image.size)
            all.append(image)
        }
        for index in tree.imagesToAsk() {
            let history = try await client.history(all[index].id)
            if let sizes = LayerSizes.of(layers: all[index].layers, history: history) {
                tree.learn(image: index, layerSizes: sizes)
            }
        }
        guard tree.imagesToAsk().isEmpty else { return nil }
        return ImageSharing(tree.cut(), count: references.count)
    }

    /// - Parameter count: how many of the tree's images count.
    init(_ cut: LayerTree.Cut, count: Int) {
        let pieces = cut.pieces.prefix(count)
        var holders = [Int](repeating: 0, count: cut.sizes.count)
        for piece in pieces.flatMap({ $0 }) { holders[piece] += 1 }
        func sum(_ pieces: [Int]) -> Int { pieces.reduce(0) { $0 + cut.sizes[$1] } }
        images = pieces.map { own in
            Image(bytes: sum(own), shared: sum(own.filter { holders[$0] > 1 }))
        }
        together = sum(holders.indices.filter { holders[$0] > 0 })
    }
}
