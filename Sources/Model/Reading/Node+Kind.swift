import Yams

extension Node {
    /// Whether nothing stands here.
    var isNull: Bool { tag == Tag(.null) }
    /// Whether YAML takes it for text, quoted or not.
    var isText: Bool { tag == Tag(.str) }
}
