import Engine
import Foundation
import Model
import Provision

/// Where the parts of an engine of Plimsoll's own are, as this process can reach them.
package struct EngineHost: Sendable, Equatable {
    /// The pid here of a process in the engine's mount and network namespaces that lives as long as the engine.
    package var process: Int32
    /// The data root, as seen in the engine's own mount namespace.
    package var dataRoot: String
    /// The engine's control group: the name below each hierarchy's root.
    package var cgroup: String
    package var directories: [String]

    package init(process: Int32, dataRoot: String, cgroup: String, directories: [String]) {
        (self.process, self.dataRoot, self.cgroup, self.directories) = (process, dataRoot, cgroup, directories)
    }

    func path(_ inside: String) -> String { "/proc/\(process)/root\(inside)" }
    var data: String { path(dataRoot) }
}

/// What can be read of an engine without asking it.
struct HostReading {
    private let host: EngineHost
    private let mounts: MountTable
    private let processes: ProcessLines
    private let interfaces: String
    private let store: BuildKitStore?
    /// Where images are kept, if that is containerd.
    private let containerd: ContainerdStore?

    var hasBuildCache: Bool { store != nil }

    /// - Throws: ``AuditError`` of code `unreadable` when the engine's process is gone, or this user may not inspect it.
    init(_ host: EngineHost) throws {
        let process = "/proc/\(host.process)"
        guard let mounts = HostFiles.text("\(process)/mountinfo"),
            let interfaces = HostFiles.text("\(process)/net/dev"),
            let processes = ProcessLines(
                in: host.path("/proc"),
                known: ["\(process)/ns/net", "/proc/self/ns/net"].compactMap(HostFiles.target))
        else {
            throw AuditError(
                .unreadable,
                "the engine's process \(host.process) cannot be inspected: has the engine ended, or is this user not root?"
            )
        }
        (self.host, self.mounts, self.processes) = (host, MountTable(text: mounts), processes)
        self.interfaces = interfaces
        let snapshotter = ContainerdStore.snapshotter(inUseBy: host.data)
        containerd = snapshotter.map { _ in ContainerdStore(dataRoot: host.data) }
        store = try? BuildKitStore(dataRoot: host.data, snapshotter: snapshotter)
    }

    /// Adds what was read, and reads now what must be compared with the engine's lists.
    func add(to inventory: inout Inventory, containers: Set<String>) {
        inventory.add(mounts.objects(), of: .mount)
        if let own = HostFiles.text("/proc/self/mountinfo") {
            inventory.add(MountTable(text: own).objects(under: host.directories, place: "host "), of: .mount)
        }
        inventory.add(InterfaceLines.objects(interfaces), of: .interface)
        let named = mounts.namespaces
        // A namespace that a mount keeps is listed there, even if processes are in it.
        let anonymous = processes.namespaces.filter { object in
            !named.contains { $0.identity.hasSuffix(" \(object.identity)") }
        }
        inventory.add(named + anonymous, of: .namespace)
        inventory.add(processes.processes, of: .process)
        let groups = CgroupTree.objects(below: host.cgroup)
        inventory.add(
            groups ?? [], of: .cgroup,
            groups == nil ? .hidden("no control groups are visible under /sys/fs/cgroup") : .seen)
        if let store { inventory.add(store.records, of: .buildCache) }
        addDirectories(to: &inventory)
        inventory.add(EngineFiles(host: host).objects(sparing: containers), of: .file)
    }

    private func addDirectories(to inventory: inout Inventory) {
        if let containerd { return addStored(containerd, to: &inventory) }
        let overlay = OverlayStore(dataRoot: host.data)
        if !overlay.isThere {
            inventory.add([], of: .overlay, .hidden("the engine's layers are not stored by overlay2"))
        } else if let store {
            inventory.add(overlay.unreferenced(besides: store.directories), of: .overlay)
        } else {
            inventory.add([], of: .overlay, .hidden("BuildKit's own records of its cache cannot be read"))
        }
    }

    private func addStored(_ containerd: ContainerdStore, to inventory: inout Inventory) {
        do {
            let unreferenced = try containerd.unreferenced()
            inventory.add(unreferenced.snapshots, of: .overlay)
            inventory.add(unreferenced.blobs, of: .file)
        } catch {
            inventory.add([], of: .overlay, .hidden("containerd's own records of its snapshots cannot be read"))
        }
    }

    /// Records that nothing of an engine's host is visible.
    static func hide(in inventory: inout Inventory) {
        let reason = "the engine is not Plimsoll's own: objects on its host may belong to others"
        for kind in [AuditKind.mount, .interface, .namespace, .cgroup, .process, .overlay] {
            inventory.add([], of: kind, .hidden(reason))
        }
    }
}

/// The objects in an engine's own lists.
extension Auditor {
    func containers() async throws -> [AuditedObject] {
        try await client.containers(all: true).filter(covers).map { container in
            AuditedObject(
                .container, container.shownName, identity: container.id, madeAt: Self.date(container.createdAt))
        }
    }

    func images() async throws -> (named: [AuditedObject], dangling: [AuditedObject]) {
        var (named, dangling): ([AuditedObject], [AuditedObject]) = ([], [])
        for image in try await client.images(all: false) {
            let names = (image.tags.isEmpty ? image.digests : image.tags).map(Self.shortened)
            guard names.isEmpty ? scope?.mayCover(nameless: image) ?? true : covers(image) else { continue }
            let made = Self.date(image.createdAt)
            named += names.map { AuditedObject(.image, $0, madeAt: made) }
            if names.isEmpty { dangling.append(AuditedObject(.danglingImage, image.id, madeAt: made)) }
        }
        return (named, dangling)
    }

    /// A name as Docker writes it: Podman adds the registry that is meant where none is named.
    private static func shortened(_ name: String) -> String {
        let prefix = "docker.io/"
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    func volumes() async throws -> [AuditedObject] {
        try await client.volumes().filter(covers).map { volume in
            AuditedObject(
                .volume, volume.name, identity: "\(volume.name) \(volume.createdAt?.description ?? "")",
                madeAt: volume.createdAt?.date)
        }
    }

    private static let ownNetworks: Set<String> = ["bridge", "host", "none"]

    func networks() async throws -> [AuditedObject] {
        try await client.networks().filter(covers).map { network in
            AuditedObject(
                .network, network.name, identity: Self.ownNetworks.contains(network.name) ? network.name : network.id,
                madeAt: network.createdAt?.date)
        }
    }

    func buildCache() async throws -> [AuditedObject] {
        try await client.buildCache().map { AuditedObject(.buildCache, $0.id, madeAt: $0.createdAt?.date) }
    }

    private func covers(_ object: some LabelledObject) -> Bool { scope?.covers(object) ?? true }
    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}
