/// Where builds on an engine reach the package mirror.
public struct MirrorAddress: Sendable, Hashable {
    /// The name by which images know the mirror.
    public static let host = "packages.plimsoll.internal"

    /// Its address on the engine's default bridge.
    public var address: String
    /// The id of the container that serves it.
    public var container: String

    /// A mirror at an address.
    public init(address: String, container: String) {
        self.address = address
        self.container = container
    }

    /// What a build or a container is given so that it finds the mirror by its name: `name:address`.
    public var extraHosts: [String] { ["\(Self.host):\(address)"] }
}
