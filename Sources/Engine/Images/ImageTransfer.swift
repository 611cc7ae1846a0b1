/// What a pull or a push told of what it moved.
public struct ImageTransfer: Sendable, Equatable {
    /// One layer.
    public struct Layer: Sendable, Equatable {
        /// The short id by which the engine tells of it.
        public var id: String
        /// What the engine said of it last, as `Pull complete`, `Already exists`, `Layer already exists`, `Mounted from …`.
        public var status: String
        /// How large the engine said it is, in bytes, where it moved it; nil where it did not.
        ///
        /// Of a pull this is the compressed layer, as it travelled. Of a push it is the unpacked one: what travelled is less,
        /// and only the registry or the network can tell how much.
        public var size: Int?
    }

    /// The manifest's digest, as the registry knows the image; nil where the engine named none.
    public var digest: String?
    /// Its layers, in the order in which they were told of.
    public var layers: [Layer] = []

    /// Of a pull: the bytes of the layers that travelled, without the manifest and the configuration.
    public var pulledBytes: Int { layers.reduce(0) { $0 + ($1.size ?? 0) } }

    /// A transfer that told nothing.
    public init(digest: String? = nil, layers: [Layer] = []) {
        self.digest = digest
        self.layers = layers
    }
}
