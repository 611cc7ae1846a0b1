import Engine

/// The size of each layer of an image, from its history.
enum LayerSizes {
    /// The layer of a step that changed no file: an empty tar.
    private static let empty = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"

    /// The sizes of the layers, the lowest first, in bytes; nil where the history does not tell which size is whose.
    ///
    /// A history has an entry for each step, the newest first, and those without a layer, as `ENV`, look like those whose layer
    /// is empty: only as many sizes above 0 as layers can be told apart.
    static func of(layers: [String], history: [ImageHistoryEntry]) -> [Int]? {
        var sizes = history.reversed().map(\.size).filter { $0 > 0 }[...]
        guard layers.count(where: { $0 != empty }) == sizes.count else { return nil }
        return layers.map { $0 == empty ? 0 : sizes.removeFirst() }
    }
}
