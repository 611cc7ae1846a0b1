import Foundation

/// What can be read of an engine without asking it.
struct HostReading {
    private let host: EngineHost
    private let mounts: MountLines
    private let processes: ProcessLines
    private let interfaces: String
    private let store: BuildKitStore?

    /// Whether the records of the build cache could be read.
    var hasBuildCache: Bool { store != nil }

    /// Reads it.
    ///
    /// - Throws: ``AuditError`` of code `unreadable` when the engine's process is gone, or this user may not look.
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
                "the engine's process \(host.process) cannot be looked at: has the engine ended, or is this user not root?"
            )
        }
        self.host = host
        self.mounts = MountLines(text: mounts)
        self.processes = processes
        self.interfaces = interfaces
        store = try? BuildKitStore(dataRoot: host.data)
    }

    /// Adds what was read, and what is read last: what the engine's lists are to be compared with.
    func add(to inventory: inout Inventory, containers: Set<String>) {
        inventory.add(mounts.objects(), of: .mount)
        if let own = HostFiles.text("/proc/self/mountinfo") {
            inventory.add(MountLines(text: own).objects(under: host.directories, place: "host "), of: .mount)
        }
        inventory.add(InterfaceLines.objects(interfaces), of: .interface)
        let named = mounts.namespaces
        // A namespace that a mount keeps is found there, whoever else is in it.
        let anonymous = processes.namespaces.filter { object in
            !named.contains { $0.identity.hasSuffix(" \(object.identity)") }
        }
        inventory.add(named + anonymous, of: .namespace)
        inventory.add(processes.processes, of: .process)
        let groups = CgroupTree.objects(below: host.cgroup)
        inventory.add(
            groups ?? [], of: .cgroup,
            groups == nil ? .hidden("no control groups are to be seen under /sys/fs/cgroup") : .seen)
        if let store { inventory.add(store.records, of: .buildCache) }
        addDirectories(to: &inventory)
        inventory.add(EngineFiles(host: host).objects(sparing: containers), of: .file)
    }

    private func addDirectories(to inventory: inout Inventory) {
        let overlay = OverlayStore(dataRoot: host.data)
        if !overlay.isThere {
            inventory.add([], of: .overlay, .hidden("the engine's layers are not stored by overlay2"))
        } else if let store {
            inventory.add(overlay.unreferenced(besides: store.directories), of: .overlay)
        } else {
            inventory.add([], of: .overlay, .hidden("BuildKit's own records of its cache cannot be read"))
        }
    }

    /// Notes that nothing of an engine's host is seen.
    static func hide(in inventory: inout Inventory) {
        let reason = "the engine is not Plimsoll's own: what is on its host cannot be told from what is others'"
        for kind in [AuditKind.mount, .interface, .namespace, .cgroup, .process, .overlay] {
            inventory.add([], of: kind, .hidden(reason))
        }
    }
}
