import Engine
import Model

/// Reads on disk what an engine keeps of images and build cache: the sizes that an engine reports are not what the disk
/// gets back. On 28.5 with containerd's store an image's layers are there three times after a build: as a compressed
/// blob, as the image's snapshots, and as snapshots of BuildKit's own. An image's reported size is then the blobs alone
/// (`/images/ID/json`), or blobs and its own snapshots (`/images/json`).
package struct StoreReader: Sendable {
    /// The most that is walked of Docker's own layers in one look; what was walked is remembered.
    private static let limits = WalkLimits(time: .seconds(5), entries: 500_000)

    /// The engine's data root, as this process can read it.
    private let dataRoot: String

    package init(dataRoot: String) { self.dataRoot = dataRoot }

    struct Reading: Sendable {
        var parts: StoredParts
        /// Sizes on disk of the directories of layers, in bytes; empty on containerd's store, which records them.
        var layers: [String: Int] = [:]
    }

    /// - Parameter layers: the sizes that earlier readings found.
    /// - Throws: ``StoreError``.
    func read(
        _ store: ImageStore, records: [BuildCacheRecord], knowing layers: [String: Int] = [:]
    ) throws(StoreError) -> Reading {
        let sizes = Dictionary(records.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first })
        do {
            switch store {
            case .containerd: return Reading(parts: try ContainerdStore(dataRoot: dataRoot).parts(records: sizes))
            case .layers:
                guard let store = LayerStore(dataRoot: dataRoot) else { throw BoltFile.Problem.notReadable }
                let measured = store.measured(knowing: layers, within: Self.limits)
                return Reading(parts: try store.parts(records: sizes, measured: measured), layers: measured)
            }
        } catch {
            throw StoreError(.unreadable, "its store below \(dataRoot) cannot be read here")
        }
    }
}

/// Why an engine's store could not be read on disk.
typealias StoreError = CodedError<StoreProblem>

enum StoreProblem: String, Sendable {
    case unreadable
    /// What is there is not what the engine has.
    case foreign
}
