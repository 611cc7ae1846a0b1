/// The layers of images as a tree: images that begin alike share a path from the root.
///
/// An engine tells the size of each image, but not what of it goes when it is removed: that are the layers that no other image
/// has. The tree is cut into pieces where images end or part. Most sizes follow from those of the images; where images part
/// and none ends, one image's history tells.
struct LayerTree {
    private struct Node {
        var parent: Int
        var depth: Int
        /// The size of all layers down to here, where it is known.
        var bytes: Int?
        var children = 0
        /// Images that end here.
        var ends: [Int] = []
        /// One of the images that pass or end here.
        var image: Int

        /// Whether a piece ends here.
        var isPoint: Bool { !ends.isEmpty || children > 1 }
    }

    private struct Step: Hashable {
        var node: Int
        var layer: Int
    }

    private var nodes = [Node(parent: 0, depth: 0, bytes: 0, image: -1)]
    private var steps: [Step: Int] = [:]
    private var numbers: [String: Int] = [:]
    private var ends: [Int] = []

    /// Adds the next image.
    ///
    /// - Parameters:
    ///   - layers: its layers, the lowest first.
    ///   - size: of all its layers, in bytes.
    mutating func add(layers: [String], size: Int) {
        let image = ends.count
        var node = 0
        for layer in layers {
            let number = numbers[layer] ?? numbers.count
            numbers[layer] = number
            let step = Step(node: node, layer: number)
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

    /// Images whose layers' sizes must be learnt one by one, so that all pieces are known. Few: one for each place where images
    /// part without one ending there.
    func imagesToAsk() -> [Int] {
        var known: Set<Int> = []
        var asked: [Int] = []
        // The deepest first: one answer tells of all places above.
        let open = nodes.indices.filter { nodes[$0].isPoint && nodes[$0].bytes == nil }
        for place in open.sorted(by: { nodes[$0].depth > nodes[$1].depth }) where !known.contains(place) {
            asked.append(nodes[place].image)
            known.formUnion(path(to: ends[nodes[place].image]))
        }
        return asked
    }

    /// Takes the sizes of an image's layers, the lowest first, in bytes; passes over what does not fit the image.
    mutating func learn(image: Int, layerSizes: [Int]) {
        let path = path(to: ends[image])
        guard path.count == layerSizes.count else { return }
        var sum = 0
        for (node, size) in zip(path, layerSizes) {
            sum += size
            if nodes[node].bytes == nil { nodes[node].bytes = sum }
        }
    }

    /// What the tree says of the images.
    struct Cut {
        /// The size of each piece, in bytes.
        var sizes: [Int]
        /// For each image the pieces that it has.
        var pieces: [[Int]]
        /// For each image the images that it builds on: those that end at the nearest place above its own end.
        var bases: [[Int]]
    }

    /// Cuts the tree. What was not learnt is counted to what is shared, so that never more is promised than goes.
    func cut() -> Cut {
        let above = pointsAbove()
        var bytes = nodes.map(\.bytes)
        for node in nodes.indices.reversed() where nodes[node].isPoint && node > 0 {
            // The places below come later in the list, and so were seen; an end's size is always known.
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

    /// For each node the nearest place above it where a piece ends, or the root.
    private func pointsAbove() -> [Int] {
        var above = [Int](repeating: 0, count: nodes.count)
        for node in nodes.indices.dropFirst() {
            let parent = nodes[node].parent
            above[node] = nodes[parent].isPoint ? parent : above[parent]
        }
        return above
    }

    /// The nodes from the first layer down to a node.
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
