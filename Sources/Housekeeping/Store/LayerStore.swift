import Foundation

/// The layers of Docker's own store on its overlay2 driver, and what images and BuildKit's cache keep of them.
/// Sources: the layout of moby/moby's `layer/filestore.go` and `image/fs.go`, and of BuildKit's records and snapshots
/// in it (`builder-next/adapters/snapshot`), 20.10 to 28.5.
struct LayerStore: Sendable {
    private static let driver = "overlay2"

    struct Layer: Sendable {
        /// Its directory below that of the driver.
        var directory: String
        /// The path of its record.
        var record: String
        /// The chain id of the layer below.
        var parent: String?
        /// The lengths of its files, in bytes.
        var length: Int
    }

    private struct Step: Hashable {
        var parent: String?
        var content: String
    }

    private struct Configuration: Decodable {
        struct Filesystem: Decodable {
            var layers: [String]?

            enum CodingKeys: String, CodingKey { case layers = "diff_ids" }
        }

        var rootfs: Filesystem?
    }

    let dataRoot: String
    /// By their chain ids.
    private(set) var layers: [String: Layer] = [:]
    private var steps: [Step: String] = [:]

    private var images: String { "\(dataRoot)/image/\(Self.driver)" }
    var directories: String { "\(dataRoot)/\(Self.driver)" }

    /// - Returns: nil if there is no such store, or it cannot be read.
    init?(dataRoot: String) {
        self.dataRoot = dataRoot
        guard let folders = HostFiles.directories(in: "\(images)/layerdb") else { return nil }
        // Each digest algorithm has its own folder.
        for algorithm in folders where algorithm != "mounts" && algorithm != "tmp" {
            for name in HostFiles.directories(in: "\(images)/layerdb/\(algorithm)") ?? [] {
                add("\(algorithm):\(name)", "\(images)/layerdb/\(algorithm)/\(name)")
            }
        }
    }

    private mutating func add(_ chain: String, _ path: String) {
        guard let directory = HostFiles.text("\(path)/cache-id"), let content = HostFiles.text("\(path)/diff") else {
            return
        }
        let parent = HostFiles.text("\(path)/parent")
        layers[chain] = Layer(
            directory: directory, record: path, parent: parent,
            length: HostFiles.text("\(path)/size").flatMap { Int($0) } ?? 0)
        steps[Step(parent: parent, content: content)] = chain
    }

    /// The directories of a layer and of all below it.
    func directories(from chain: String?) -> [String] {
        var result: [String] = []
        var next = chain
        while let chain = next, let layer = layers[chain] {
            result.append(layer.directory)
            next = layer.parent
        }
        return result
    }

    /// The directories of each image's layers, by the image's id.
    func imageDirectories() -> [String: [String]] {
        var result: [String: [String]] = [:]
        let store = "\(images)/imagedb/content"
        for algorithm in HostFiles.directories(in: store) ?? [] {
            for entry in HostFiles.entries(in: "\(store)/\(algorithm)") ?? [] {
                guard let bytes = HostFiles.bytes("\(store)/\(algorithm)/\(entry.name)"),
                    let configuration = try? JSONDecoder().decode(Configuration.self, from: Data(bytes))
                else { continue }
                let chain = (configuration.rootfs?.layers ?? []).reduce(nil as String?) { below, content in
                    steps[Step(parent: below, content: content)]
                }
                result["\(algorithm):\(entry.name)"] = directories(from: chain)
            }
        }
        return result
    }

    /// What an image's configuration and its metadata take on disk, in bytes.
    private func recordBytes(of image: String) -> Int {
        let name = image.replacing(":", with: "/")
        return ["content", "metadata"].reduce(0) { $0 + (HostFiles.allocated("\(images)/imagedb/\($1)/\(name)") ?? 0) }
    }

    /// The directories that containers keep besides their own.
    func containerDirectories() -> [String] {
        let mounts = "\(images)/layerdb/mounts"
        return (HostFiles.directories(in: mounts) ?? []).flatMap { container in
            directories(from: HostFiles.text("\(mounts)/\(container)/parent"))
        }
    }
}

extension LayerStore {
    /// The sizes on disk of the layers' directories and records, in bytes. A layer never changes: what is known is not
    /// walked again. Without those that the limits did not allow to walk.
    func measured(knowing known: [String: Int], within limits: WalkLimits) -> [String: Int] {
        let deadline = ContinuousClock.now + limits.time
        var entries = limits.entries
        var result: [String: Int] = [:]
        for layer in layers.values.sorted(by: { $0.directory < $1.directory }) {
            if let bytes = known[layer.directory] {
                result[layer.directory] = bytes
                continue
            }
            let left = WalkLimits(time: deadline - .now, entries: entries)
            guard left.time > .zero, left.entries > 0,
                let tally = try? DataRootWalk.tally("\(directories)/\(layer.directory)", as: .foreign, within: left)
            else { continue }
            entries -= tally.whole.inodes
            result[layer.directory] = tally.whole.onDisk + (HostFiles.allocated(layer.record) ?? 0)
        }
        return result
    }

    /// What images and cache records keep.
    /// - Parameter records: the records' ids with their sizes as the engine reports them, in bytes.
    /// - Parameter measured: the sizes on disk of directories that were walked, in bytes; others count as long as their
    ///   files.
    func parts(records: [String: Int], measured: [String: Int] = [:]) throws(BoltFile.Problem) -> StoredParts {
        let cache = try BuildKitStore(dataRoot: dataRoot)
        var parts = StoredParts()
        var places: [String: Int] = [:]
        for layer in layers.values {
            places[layer.directory] = parts.add(bytes: measured[layer.directory] ?? layer.length)
        }
        for (id, directories) in imageDirectories() {
            parts.keep(directories.compactMap { places[$0] } + [parts.add(bytes: recordBytes(of: id))], image: id)
        }
        parts.pin(containerDirectories().compactMap { places[$0] })
        for (id, size) in records {
            let (layers, own) = cache.directories(of: id, self)
            // The engine reports a record's own directory without those below, which other records have.
            if let first = own.first, places[first] == nil { places[first] = parts.add(bytes: measured[first] ?? size) }
            parts.keep((layers + own).compactMap { places[$0] }, record: id)
        }
        for id in cache.records(besides: records.keys) {
            parts.pin(cache.directories(of: id, self).layers.compactMap { places[$0] })
        }
        return parts
    }
}
