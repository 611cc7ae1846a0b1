import Foundation
import Model

package typealias EmbeddedRegistry = EmbeddedPart<RegistryDetails>
typealias RegistryRecord = PartRecord<RegistryDetails>

/// What is recorded of a registry only. Only the engines that it serves have a route to its addresses.
package struct RegistryDetails: Codable, Sendable, Equatable {
    struct Link: Codable, Sendable, Equatable {
        var engine: String
        /// Which part of the block the two use, from 0.
        var index: Int
    }

    /// The port to listen on, at every address of its namespace: there are only those of pairs with engines.
    var port: Int
    /// The directory for pushed content, as an absolute path.
    var storage: String
    /// Whether engines of its state directory that start later are connected to it.
    var isOpen: Bool
    var links: [Link]
    /// Whether the storage is a filesystem of its own, which only the registry's mount namespace shows; nil: no.
    var filesystemIsOwn: Bool?

    var address: String { "127.0.0.1:\(port)" }
}

extension RegistryDetails: PartDetails {
    private static let ports = 5000..<6000

    package static var kind: PartKind { .registry }
    package static func check(_ options: EmbeddedRegistryOptions) throws { try RegistryRequirements.check(options) }

    package static func choose(
        _ options: EmbeddedRegistryOptions, _ layout: PartLayout, _ claims: [PartClaim]
    ) throws -> (details: RegistryDetails, port: Int?, storage: String?) {
        let storage = options.storage.map(HostFiles.resolved) ?? layout.storage
        let port = try choosePort(options.port, claims)
        guard !claims.contains(where: { $0.storage == storage }) else {
            throw EmbeddedEngineError(.taken, "Another registry keeps its images in \(storage): name another.")
        }
        return (RegistryDetails(port: port, storage: storage, isOpen: options.isOpen, links: []), port, storage)
    }

    static func choosePort(_ wanted: Int?, _ claims: [PartClaim]) throws(EmbeddedEngineError) -> Int {
        let used = Set(claims.compactMap(\.port))
        if let wanted {
            guard !used.contains(wanted) else {
                throw EmbeddedEngineError(.taken, "Another registry uses port \(wanted): choose another, or none.")
            }
            return wanted
        }
        guard let port = ports.first(where: { !used.contains($0) }) else {
            throw EmbeddedEngineError(.taken, "Registries use all ports from 5000 to 5999: take some down.")
        }
        return port
    }

    /// Writes the files that the script needs, and makes the storage: garbage collection fails if nothing was ever
    /// pushed. On a filesystem of its own the script does that.
    package static func prepare(_ startup: inout PartStartup<RegistryDetails>) async throws -> [String] {
        let (layout, record) = (startup.layout, startup.record)
        for directory in [RegistryUsage.repositories(of: record.storage), RegistryUsage.blobs(of: record.storage)] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        if let bytes = startup.options.diskBytes { try await makeDisk(&startup, bytes: bytes) }
        try RegistryLaunch.script.write(toFile: layout.script, atomically: false, encoding: .utf8)
        try record.details.configuration().write(to: URL(fileURLWithPath: layout.configuration))
        try RegistryRequirements.check(storage: record.storage, free: FilesystemUsage(path: record.storage)?.free ?? 0)
        try await RegistryNetwork(names: layout.names, record: record, host: record.host).makeNamespace()
        return [program(startup.options)]
    }

    private static func makeDisk(_ startup: inout PartStartup<RegistryDetails>, bytes: Int) async throws {
        let layout = startup.layout
        guard startup.record.storage == layout.storage, await PartDisk.isPossible(on: startup.record.host) else {
            startup.progress(
                "the registry shares the host's filesystem: no loop device is free, or its storage is named")
            return
        }
        startup.record.filesystemIsOwn = true
        try startup.record.write(to: layout.record)
        try await PartDisk.make(layout, bytes: bytes)
    }

    package static func answer(_ startup: PartStartup<RegistryDetails>) -> String? {
        let ports = startup.record.outermost.map { ListeningPorts.of(process: $0.pid) } ?? []
        return ports.contains(startup.record.port) ? "" : nil
    }

    package static func settled(_ startup: PartStartup<RegistryDetails>, answer: String) async -> String? {
        await RegistryLaunch.version(of: program(startup.options))
    }

    package static func welcome(_ startup: PartStartup<RegistryDetails>) async throws {
        guard startup.options.isOpen else { return }
        try await EmbeddedRegistry.welcome(registry: startup.record, in: startup.options.stateDirectory)
    }

    private static func program(_ options: EmbeddedRegistryOptions) -> String {
        Tool.find(options.program) ?? options.program
    }

    /// The registry's configuration: only errors are logged, and blobs may be deleted. JSON is also YAML, and no
    /// character of a path has a special meaning in it.
    func configuration() throws -> Data {
        let access: JSONFields = ["disabled": true]
        let log: JSONFields = ["level": "error", "accesslog": access]
        let kept: JSONFields = ["rootdirectory": storage]
        let deletion: JSONFields = ["enabled": true]
        let backend: JSONFields = ["filesystem": kept, "delete": deletion]
        let fields: JSONFields = ["version": "0.1", "log": log, "storage": backend, "http": ["addr": ":\(port)"]]
        return try JSONText.data(fields, .prettyPrinted)
    }
}

enum RegistryLaunch {
    /// The script of the first process in the registry's PID namespace. It serves. On SIGHUP it stops serving, removes
    /// the listed directories, collects garbage and serves again, because nothing may be pushed meanwhile. If a file `again`
    /// exists, a server that ended is started again on the same content, as soon as there is no file `away`. The script
    /// kills the current program at once when the owner's lease is closed.
    ///
    /// The program gets none of the caller's environment: `REGISTRY_…` variables would change its configuration.
    static let script = """
        #!/bin/sh
        # Usage: launch.sh leased|detached PROGRAM    in new mount, PID and network namespaces
        set -eu
        umask 022
        lease=$1 program=$2
        here=$(dirname "$0")
        exec 3<&0 </dev/null
        ended= collecting= child=

        if [ -e "$here/disk.img" ]; then
            mount -o loop "$here/disk.img" "$here/storage"
            mkdir -p "$here/storage/docker/registry/v2/repositories" "$here/storage/docker/registry/v2/blobs"
        fi

        work() {
            env -i PATH="$PATH" PLIMSOLL_ENGINE="$PLIMSOLL_ENGINE" "$program" "$@" "$here/daemon.json" 3<&- &
            child=$!
            [ -z "$ended" ] || end KILL
            status=0
            while kill -0 "$child" 2>/dev/null; do
                status=0
                wait "$child" || status=$?
            done
            child=
        }
        end() {
            [ -z "$child" ] || kill "-$1" "$child" 2>/dev/null || true
        }
        trap 'ended=yes; end TERM' TERM
        trap 'ended=yes; end KILL' USR1
        trap '[ -n "$collecting" ] || { collecting=yes; end TERM; }' HUP

        if [ "$lease" = leased ]; then
            (
                trap - TERM USR1 HUP
                read -r _ <&3 || true
                kill -USR1 1
            ) &
        fi
        work serve
        while [ -z "$ended" ]; do
            if [ -n "$collecting" ]; then
                while IFS= read -r directory; do rm -rf "$directory"; done <"$here/forgotten"
                work garbage-collect --delete-untagged >"$here/collection.log" 2>&1
                [ -z "$ended" ] || break
                echo "$status" >"$here/collection.status"
                collecting=
            elif [ -e "$here/again" ]; then
                rm -f "$here/again"
                while [ -e "$here/away" ] && [ -z "$ended" ]; do sleep 0.02; done
                [ -z "$ended" ] || break
            else
                break
            fi
            work serve
        done
        exit "$status"

        """

    /// The program's version, as `2.8.2+ds1`; nil if it reports none.
    static func version(of program: String) async -> String? {
        let result = await Tool.attempt([program, "--version"])
        guard result.succeeded, let line = result.output.split(separator: "\n").first else { return nil }
        return line.split(separator: " ").last.map(String.init)
    }
}

/// The TCP ports on which a process's network namespace listens.
enum ListeningPorts {
    /// The ports; empty when there is no such process. Nothing on the host can reach the namespace by a connection.
    static func of(process pid: Int32) -> Set<Int> {
        ["tcp", "tcp6"].reduce(into: []) { ports, protocolName in
            ports.formUnion(parse(HostFiles.text("/proc/\(pid)/net/\(protocolName)") ?? ""))
        }
    }

    /// Reads `/proc/net/tcp` or `tcp6`: the local address's port in hexadecimal, and `0A` for a listening socket.
    static func parse(_ text: String) -> Set<Int> {
        let ports = text.split(separator: "\n").dropFirst().compactMap { line -> Int? in
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[3] == "0A", let port = fields[1].split(separator: ":").last else {
                return nil
            }
            return Int(port, radix: 16)
        }
        return Set(ports)
    }
}
