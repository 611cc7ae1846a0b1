import Engine

/// Which image was built on which, as the legacy builder notes it. BuildKit's images have no parents.
struct ImageLineage: Sendable {
    private let images: [String: ImageSummary]
    private let topIDs: Set<String>
    /// Ids of the images that count: those with a name, and those on which nothing is built. The rest are steps of builds.
    let tops: [String]

    init(_ list: [ImageSummary]) {
        let parents = Set(list.map(\.parent))
        images = Dictionary(list.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        tops = list.filter { !$0.isUnnamed || !parents.contains($0.id) }.map(\.id)
        topIDs = Set(tops)
    }

    func isTop(_ id: String) -> Bool { topIDs.contains(id) }

    /// The nearest image with a name that an image was built on; nil where there is none.
    func base(of id: String) -> String? {
        ancestors(of: id).first { topIDs.contains($0.id) }?.id
    }

    /// The steps of an image's build, the nearest first, where they stand on an image without a name that no step made: one
    /// that was imported, pulled or built elsewhere and lost its name. The engine, told to remove the image with its parents,
    /// would take that too. Nil where all is well.
    func stepsAboveForeignBase(of id: String) -> [String]? {
        let steps = ancestors(of: id).prefix { !topIDs.contains($0.id) }
        // A build from scratch ends so too; its first step stays then, which is safe, and nearly always empty.
        guard let last = steps.last, last.parent.isEmpty else { return nil }
        return steps.dropLast().map(\.id)
    }

    /// The images that an image was built on, the nearest first.
    private func ancestors(of id: String) -> [ImageSummary] {
        var result: [ImageSummary] = []
        var seen: Set<String> = [id]
        var next = images[id]?.parent
        while let parent = next, let image = images[parent], seen.insert(parent).inserted {
            result.append(image)
            next = image.parent
        }
        return result
    }
}

extension ImageSummary {
    fileprivate var isUnnamed: Bool { tags.isEmpty && digests.isEmpty }
}
