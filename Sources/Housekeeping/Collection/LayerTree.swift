import Engine
import Model

/// The layers of images as a tree: images with the same lowest layers share a path from the root.
/// An engine reports the size of each image, but not what its removal frees: the layers that no other image has. The
/// tree is cut into pieces where images end or diverge. Most sizes follow from those of the images. Where images
/// diverge and none ends, the history of one image gives the size.
struct LayerTree {
    private struct Node {
        var parent: Int
        var depth: Int
        var bytes: Int?
        var children = 0
        var ends: [Int] = []
        var image: Int

        var isPoint: Bool { !ends.isEmpty || children > 1 }
    }

    private struct Step: Hashable {
        var node: Int
        var layer: String
    }

    private var nodes = [Node(parent: 0, depth: 0, bytes: 0, image: -1)]
    private var steps: [Step: Int] = [:]
    private var ends: [Int] = []

    /// Adds an image, with its layers, the lowest first, and the size of all of them in bytes.
    mutating func add(layers: [String], size: Int) {
        let image = ends.count
        var node = 0
        for layer in layers {
            let step = Step(node: node, layer: layer)
            if let known = steps[step] {
                node = known
            } else {
                nodes[node].children += 1
                nodes.append(Node(parent: node, depth: nodes[node].depth + 1, image: image))
                steps[step] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        ends.append(node)
        guard node > 0 else { return }
        nodes[node].ends.append(image)
        nodes[node].bytes = nodes[node].bytes ?? size
    }

    /// Images whose layer sizes must be read one by one, so that all pieces are known. They are few: one for each point
    /// where images diverge and none ends.
    func imagesToAsk() -> [Int] {
        var known: Set<Int> = []
        var asked: [Int] = []
        // The deepest first: one answer covers all points above.
        let open = nodes.indices.filter { nodes[$0].isPoint && nodes[$0].bytes == nil }
        for place in open.sorted(by: { nodes[$0].depth > nodes[$1].depth }) where !known.contains(place) {
            asked.append(nodes[place].image)
            known.formUnion(path(to: ends[nodes[place].image]))
        }
        return asked
    }

    /// Stores the sizes of an image's layers, the lowest first, in bytes; ignores a list that does not fit the image.
    mutating func learn(image: Int, layerSizes: [Int]) {
        let path = path(to: ends[image])
        guard path.count == layerSizes.count else { return }
        var sum = 0
        for (node, size) in zip(path, layerSizes) {
            sum += size
            if nodes[node].bytes == nil { nodes[node].bytes = sum }
        }
    }

    struct Cut {
        var sizes: [Int]
        var pieces: [[Int]]
        /// For each image, the images that it is built on: those that end at the nearest point above its own end.
        var bases: [[Int]]
    }

    /// Cuts the tree. Unknown bytes count as shared, so that the plan never promises more than is freed.
    func cut() -> Cut {
        let above = pointsAbove()
        var bytes = nodes.map(\.bytes)
        for node in nodes.indices.reversed() where nodes[node].isPoint && node > 0 {
            // The points below come later in the list, and so are done; the size at an end is always known.
            guard let own = bytes[node] else { continue }
            let higher = above[node]
            if nodes[higher].bytes == nil { bytes[higher] = min(bytes[higher] ?? own, own) }
        }
        var piece: [Int: Int] = [:]
        var sizes: [Int] = []
        for node in nodes.indices where nodes[node].isPoint && node > 0 {
            piece[node] = sizes.count
            sizes.append(max(0, (bytes[node] ?? 0) - (bytes[above[node]] ?? 0)))
        }
        var cut = Cut(sizes: sizes, pieces: [], bases: [])
        for end in ends {
            var places: [Int] = []
            var node = end
            while node > 0 {
                places.append(node)
                node = above[node]
            }
            cut.pieces.append(places.reversed().compactMap { piece[$0] })
            cut.bases.append(places.dropFirst().first { !nodes[$0].ends.isEmpty }.map { nodes[$0].ends } ?? [])
        }
        return cut
    }

    /// For each node, the nearest point above it where a piece ends, or the root.
    private func pointsAbove() -> [Int] {
        var above = [Int](repeating: 0, count: nodes.count)
        for node in nodes.indices.dropFirst() {
            let parent = nodes[node].parent
            above[node] = nodes[parent].isPoint ? parent : above[parent]
        }
        return above
    }

    private func path(to node: Int) -> [Int] {
        var path: [Int] = []
        var node = node
        while node > 0 {
            path.append(node)
            node = nodes[node].parent
        }
        return path.reversed()
    }
}

/// Counts the holders of each piece: it is freed with its last holder, unless it is pinned.
struct LayerAccounts: Sendable {
    private let sizes: [Int]
    private var holders: [Int]

    init(_ inventory: CollectionInventory) {
        sizes = inventory.pieces
        holders = [Int](repeating: 0, count: sizes.count)
        for piece in inventory.images.flatMap(\.pieces) { holders[piece] += 1 }
        for piece in inventory.records.flatMap({ $0.pieces ?? [] }) { holders[piece] += 1 }
        for piece in inventory.pinned { holders[piece] += 1 }
    }

    /// Removes the holder of these pieces, and returns what that frees, in bytes.
    mutating func remove(_ pieces: [Int]) -> Int {
        pieces.reduce(0) { sum, piece in
            holders[piece] -= 1
            return holders[piece] == 0 ? sum + sizes[piece] : sum
        }
    }
}

enum LayerSizes {
    /// The layer of a step that changed no file: an empty tar.
    private static let empty = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"

    /// The sizes of the layers, the lowest first, in bytes; nil if the history does not show which size belongs to which layer.
    /// A history has an entry per step, the newest first. Steps without a layer, as `ENV`, look like steps with an
    /// empty layer. So the sizes above 0 must be as many as the non-empty layers.
    static func of(layers: [String], history: [ImageHistoryEntry]) -> [Int]? {
        var sizes = history.reversed().map(\.size).filter { $0 > 0 }[...]
        guard layers.count(where: { $0 != empty }) == sizes.count else { return nil }
        return layers.map { $0 == empty ? 0 : sizes.removeFirst() }
    }
}

/// The combined size of some images, by the engine's own layer sizes: each layer once, however many images have it.
package struct ImageSharing: Sendable, Hashable {
    package struct Image: Sendable, Hashable {
        package var bytes: Int
        package var shared: Int
    }

    package var images: [Image]
    /// Size of all their layers together, each once, in bytes.
    package var together: Int

    /// Asks an engine.
    /// - Parameter others: possible base images, whose sizes show where the images diverge; they count for nothing else.
    /// - Returns: nil if the engine does not report the size of what some of the images share.
    /// - Throws: `EngineError`.
    package static func read(
        of references: [String], besides others: [String] = [], from client: EngineClient
    ) async throws -> ImageSharing? {
        var tree = LayerTree()
        var all: [ImageInspection] = []
        for reference in references + others {
            let image = try await client.image(reference)
            tree.add(layers: image.layers, size: try await client.layerBytes(of: image))
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

    init(_ cut: LayerTree.Cut, count: Int) {
        let pieces = cut.pieces.prefix(count)
        var holders = [Int](repeating: 0, count: cut.sizes.count)
        for piece in pieces.flatMap({ $0 }) { holders[piece] += 1 }
        func sum(_ pieces: [Int]) -> Int { pieces.reduce(0) { $0 + cut.sizes[$1] } }
        images = pieces.map { own in Image(bytes: sum(own), shared: sum(own.filter { holders[$0] > 1 })) }
        together = sum(holders.indices.filter { holders[$0] > 0 })
    }
}
