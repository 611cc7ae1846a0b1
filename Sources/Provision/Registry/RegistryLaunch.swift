import Foundation
import Model
import SystemPackage

/// Starts Debian's docker-registry.
struct RegistryLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames
    /// The port to listen on, at every address of its namespace: there are only those of pairs with engines.
    let port: Int
    let storage: String
    let program: String

    /// The script of the first process in the registry's PID namespace. It serves. On SIGHUP it stops serving, removes
    /// the listed directories, collects garbage and serves again, because nothing may be pushed meanwhile. It kills the
    /// current program at once when the owner's lease is closed.
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

        work() {
            env -i PATH="$PATH" PLIMSOLL_ENGINE="$PLIMSOLL_ENGINE" "$program" "$@" "$here/daemon.json" 3<&- &
            child=$!
            [ -z "$ended" ] || end KILL
            status=0
            while kill -0 "$child" 2>/dev/null; do
                status=0
                wait "$child" || status=$?
            done
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
        while [ -n "$collecting" ] && [ -z "$ended" ]; do
            while IFS= read -r directory; do rm -rf "$directory"; done <"$here/forgotten"
            work garbage-collect --delete-untagged >"$here/collection.log" 2>&1
            [ -z "$ended" ] || break
            echo "$status" >"$here/collection.status"
            collecting=
            work serve
        done
        exit "$status"

        """

    /// Its configuration: only errors are logged, and blobs may be deleted. JSON is also YAML, and no character of a
    /// path has a special meaning in it.
    func configuration() throws -> Data {
        let access: JSONFields = ["disabled": true]
        let log: JSONFields = ["level": "error", "accesslog": access]
        let kept: JSONFields = ["rootdirectory": storage]
        let deletion: JSONFields = ["enabled": true]
        let backend: JSONFields = ["filesystem": kept, "delete": deletion]
        let fields: JSONFields = ["version": "0.1", "log": log, "storage": backend, "http": ["addr": ":\(port)"]]
        return try JSONText.data(fields, .prettyPrinted)
    }

    /// Writes the files that the script needs, and makes the storage: garbage collection fails if nothing was ever
    /// pushed.
    func prepare() throws {
        for directory in [RegistryUsage.repositories(of: storage), RegistryUsage.blobs(of: storage)] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try Self.script.write(toFile: layout.script, atomically: false, encoding: .utf8)
        try configuration().write(to: URL(fileURLWithPath: layout.configuration))
    }

    /// Starts the script; returns as soon as it runs on its own.
    /// - Parameter lease: The registry ends when this is closed; nil for a detached registry.
    func start(lease: FileDescriptor?) async throws { try await namespaces.start([program], lease: lease) }

    var namespaces: NamespaceLaunch { NamespaceLaunch(layout: layout, names: names) }

    /// The program's version, as `2.8.2+ds1`; nil if it reports none.
    static func version(of program: String) async -> String? {
        let result = await Tool.attempt([program, "--version"])
        guard result.succeeded, let line = result.output.split(separator: "\n").first else { return nil }
        return line.split(separator: " ").last.map(String.init)
    }
}

/// The TCP ports on which a process's network namespace listens.
enum ListeningPorts {
    /// The ports; empty when there is no such process.
    ///
    /// A file is read instead of making a connection: nothing on the host can reach the namespace.
    static func of(process pid: Int32) -> Set<Int> {
        ["tcp", "tcp6"].reduce(into: []) { ports, protocolName in
            let text = try? String(contentsOfFile: "/proc/\(pid)/net/\(protocolName)", encoding: .utf8)
            ports.formUnion(parse(text ?? ""))
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
