import Foundation
import StubEngine
import Synchronization

/// An engine's images and build cache behind the stub: what is removed is gone, what is in use is refused, and what image and
/// cache have in common stays on the disk until both are gone.
final class StoredThings: Sendable {
    struct Image {
        var id: String
        var tags: [String]
        var parent = ""
        /// Each with its size in bytes.
        var layers: [(id: String, size: Int)]
        var labels = ["plimsoll": "1"]
        var created = "2020-01-01T00:00:00Z"
        var tagged: String?
        var containers: [String] = []
    }

    struct Record {
        var id: String
        var parent = ""
        /// The layer that it holds, whether or not an image does, too.
        var layer: (id: String, size: Int)
        var inUse = false
        var used = "2020-01-01T00:00:00Z"
    }

    private struct State {
        var images: [Image]
        var records: [Record]
    }

    private let state: Mutex<State>

    init(images: [Image] = [], records: [Record] = []) {
        state = Mutex(State(images: images, records: records))
    }

    var images: [String] { state.withLock { $0.images.map(\.id) } }
    var tags: [String] { state.withLock { $0.images.flatMap(\.tags) } }
    var records: [String] { state.withLock { $0.records.map(\.id) } }

    /// What all layers take, in bytes.
    var used: Int {
        state.withLock { state in
            let layers = state.images.flatMap(\.layers) + state.records.map(\.layer)
            return Dictionary(layers.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first }).values.reduce(
                0, +)
        }
    }

    /// Changes an image, as somebody else would.
    func change(_ id: String, _ work: @Sendable (inout Image) -> Void) {
        state.withLock { state in
            if let index = state.images.firstIndex(where: { $0.id == id }) { work(&state.images[index]) }
        }
    }

    /// Takes an image away, as somebody else would.
    func take(_ id: String) {
        state.withLock { $0.images.removeAll { $0.id == id } }
    }

    /// Moves a name to another image, as a build does.
    func move(_ tag: String, to id: String) {
        state.withLock { state in
            for index in state.images.indices {
                state.images[index].tags.removeAll { $0 == tag }
                if state.images[index].id == id { state.images[index].tags.append(tag) }
            }
        }
    }

    var routes: StubRoutes {
        StubEngine.jobRoutes()
            .on("GET /images/json") { _ in .json(self.list()) }
            .on("GET /images/**/json") { self.inspect(Self.name(in: $0.path, before: "/json")) }
            .on("GET /images/**/history") { self.history(Self.name(in: $0.path, before: "/history")) }
            .on("DELETE /images/**") {
                self.remove(Self.name(in: $0.path, before: ""), prune: $0.value("noprune") == nil)
            }
            .on("GET /containers/json") { .json(self.containers(filters: $0.value("filters"))) }
            .on("GET /system/df") { _ in .json(self.usage()) }
            .on("POST /build/prune") { .json(self.prune($0)) }
    }

    private static func name(in path: String, before end: String) -> String {
        String(path.dropFirst("/images/".count).dropLast(end.count))
    }

    private static func json(_ value: Any) -> String {
        String(decoding: (try? JSONSerialization.data(withJSONObject: value)) ?? Data(), as: UTF8.self)
    }

    // MARK: - Images

    private func list() -> String {
        state.withLock { state in
            Self.json(
                state.images.map { image in
                    [
                        "Id": image.id, "ParentId": image.parent, "RepoTags": image.tags, "Created": 1_767_225_600,
                        "Size": image.layers.reduce(0) { $0 + $1.size }, "Labels": image.labels,
                    ] as [String: Any]
                })
        }
    }

    private func inspect(_ reference: String) -> StubAnswer {
        state.withLock { state in
            guard let image = state.images.first(where: { $0.id == reference || $0.tags.contains(reference) }) else {
                return .error(404, "No such image: \(reference)")
            }
            var answer: [String: Any] = [
                "Id": image.id, "Parent": image.parent, "RepoTags": image.tags, "RepoDigests": [String](),
                "Created": image.created, "Size": image.layers.reduce(0) { $0 + $1.size }, "Architecture": "amd64",
                "Config": ["Labels": image.labels], "RootFS": ["Layers": image.layers.map(\.id)],
            ]
            answer["Metadata"] = ["LastTagTime": image.tagged ?? "0001-01-01T00:00:00Z"]
            return .json(Self.json(answer))
        }
    }

    private func history(_ id: String) -> StubAnswer {
        state.withLock { state in
            let layers = state.images.first { $0.id == id }?.layers ?? []
            return .json(Self.json(layers.reversed().map { ["Id": "<missing>", "Size": $0.size] as [String: Any] }))
        }
    }

    private func remove(_ reference: String, prune: Bool) -> StubAnswer {
        state.withLock { state in
            guard let index = state.images.firstIndex(where: { $0.id == reference || $0.tags.contains(reference) })
            else {
                return .error(404, "No such image: \(reference)")
            }
            let image = state.images[index]
            if image.id != reference, image.tags.count > 1 {
                state.images[index].tags.removeAll { $0 == reference }
                return .json(Self.json([["Untagged": reference]]))
            }
            if image.tags.count > 1 { return .error(409, "conflict: image is referenced in multiple repositories") }
            if !image.containers.isEmpty { return .error(409, "conflict: container is using its referenced image") }
            if state.images.contains(where: { $0.parent == image.id }) {
                return .error(409, "conflict: image has dependent child images")
            }
            state.images.remove(at: index)
            var next = image.parent
            while prune, let parent = state.images.firstIndex(where: { $0.id == next && $0.tags.isEmpty }),
                !state.images.contains(where: { $0.parent == next })
            {
                next = state.images.remove(at: parent).parent
            }
            return .json(Self.json([["Deleted": image.id]]))
        }
    }

    private func containers(filters: String?) -> String {
        state.withLock { state in
            let asked = state.images.filter { filters?.contains($0.id) ?? true }
            return Self.json(
                asked.flatMap { image in
                    image.containers.map {
                        [
                            "Id": $0, "Names": ["/\($0)"], "ImageID": image.id, "Image": image.tags.first ?? "",
                            "State": "running", "Created": 1_767_225_600, "Command": "", "Status": "",
                        ] as [String: Any]
                    }
                })
        }
    }

    // MARK: - Cache

    private func usage() -> String {
        state.withLock { state in
            let inImages = Set(state.images.flatMap(\.layers).map(\.id))
            let records = state.records.map { record in
                [
                    "ID": record.id, "Parent": record.parent, "Type": "regular", "Description": "RUN \(record.id)",
                    "InUse": record.inUse, "Shared": inImages.contains(record.layer.id), "Size": record.layer.size,
                    "CreatedAt": record.used, "LastUsedAt": record.used, "UsageCount": 1,
                ] as [String: Any]
            }
            return Self.json(["LayersSize": 0, "BuildCache": records] as [String: Any])
        }
    }

    private func prune(_ request: StubRequest) -> String {
        let pattern = (request.value("filters") ?? "").split(separator: "\"").first { $0.hasPrefix("^(") } ?? "^()$"
        let ids = Set(pattern.dropFirst(2).dropLast(2).split(separator: "|").map(String.init))
        return state.withLock { state in
            var removed: [String] = []
            var freed = 0
            while let index = state.records.firstIndex(where: { record in
                ids.contains(record.id) && !record.inUse && !state.records.contains { $0.parent == record.id }
            }) {
                let record = state.records.remove(at: index)
                removed.append(record.id)
                freed += record.layer.size
            }
            return Self.json(["CachesDeleted": removed, "SpaceReclaimed": freed] as [String: Any])
        }
    }
}
