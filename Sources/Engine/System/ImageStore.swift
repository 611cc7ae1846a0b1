/// Where an engine keeps the layers of its images.
package enum ImageStore: String, Sendable, Codable, CaseIterable {
    /// The engine's own layer store, on a graph driver such as `overlay2`: each layer unpacked, once.
    case layers
    /// containerd's: each layer as a compressed blob of content, and unpacked as a snapshot.
    case containerd

    package var words: String { self == .layers ? "its own image store" : "the containerd image store" }
}

extension EngineInfo {
    /// Source: an engine on containerd's store reports its snapshotter as `Driver`, and this row with it
    /// (moby/moby, `daemon/containerd/service.go`, 24.0 to 28.5).
    package var imageStore: ImageStore {
        driverStatus.contains(["driver-type", "io.containerd.snapshotter.v1"]) ? .containerd : .layers
    }
}
