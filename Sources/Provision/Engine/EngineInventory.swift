import Foundation

/// Looks for everything on the host that belongs to one engine.
struct EngineInventory: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// All of it, by kind.
    func take() async -> [EngineLeftover] {
        var found = EngineProcesses.find(layout, names).members.map {
            EngineLeftover(kind: .process, object: "\($0.identity.pid) \($0.commandLine.prefix(100))")
        }
        found += mounts().map { EngineLeftover(kind: .mount, object: $0) }
        found += loopDevices().map { EngineLeftover(kind: .loopDevice, object: $0) }
        if await Tool.attempt(host.command(["ip", "link", "show", names.interface])).succeeded {
            found.append(EngineLeftover(kind: .interface, object: names.interface))
        }
        found += existing([names.namespacePath]).map { EngineLeftover(kind: .namespace, object: $0) }
        found += await Firewall.rules(names, host).map {
            EngineLeftover(kind: .firewallRule, object: "\($0.table) \($0.words.joined(separator: " "))")
        }
        found += cgroups().map { EngineLeftover(kind: .cgroup, object: $0) }
        found += existing([layout.directory, host.sockets(names.name)]).map { EngineLeftover(kind: .file, object: $0) }
        return found
    }

    /// Mount points in the engine's directories that the host sees; those in the engine's own namespace are not among them.
    func mounts() -> [String] {
        let table = MountTable.current()
        return table.points(under: layout.directory) + table.points(under: host.sockets(names.name))
    }

    /// Loop devices whose file is the engine's image, there or already deleted.
    func loopDevices() -> [String] {
        let devices = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/block")) ?? []
        return devices.filter { device in
            let file = try? String(contentsOfFile: "/sys/block/\(device)/loop/backing_file", encoding: .utf8)
            let path = file?.trimmingCharacters(in: .newlines)
            return path == layout.image || path == layout.image + " (deleted)"
        }.map { "/dev/\($0)" }
    }

    /// The engine's cgroup in each hierarchy: one in version 2, one for each controller in version 1.
    func cgroups() -> [String] {
        let root = "/sys/fs/cgroup"
        let hierarchies = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return existing(["\(root)/\(names.scoped)"] + hierarchies.map { "\(root)/\($0)/\(names.scoped)" })
    }

    private func existing(_ paths: [String]) -> [String] {
        paths.filter(FileManager.default.fileExists)
    }
}
