import Foundation
import Subprocess
import SystemPackage

/// Starts the daemon in namespaces of its own, and in a session of its own: the terminal's Ctrl-C is not for it.
struct EngineLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames
    let addresses: EngineAddresses
    let host: HostSide
    /// The largest packet that passes to the outside, in bytes.
    let packetSize: Int
    let dockerd: String
    let extraArguments: [String]

    /// What the first process of the engine's PID namespace runs. It reaps what the daemon's children leave, mounts what only
    /// the engine shall see, passes on the request to end, and ends the daemon at once when the owner's lease is closed: nobody wants its data any more.
    ///
    /// `/run` and `/etc` are covered because a daemon writes there whatever it is told (`/run/containerd`, `/run/docker`,
    /// `/etc/docker/key.json`), and would use the host's containerd if it saw its socket.
    static let script = """
        #!/bin/sh
        # Usage: launch.sh leased|detached SOCKETS COMMAND...    in new mount, PID and network namespaces
        set -eu
        umask 022
        lease=$1 sockets=$2
        shift 2
        here=$(dirname "$0")
        exec 3<&0 </dev/null

        mount --bind "$sockets" "$here/run"
        mount -t tmpfs -o mode=755 plimsoll /run
        mkdir -p "$sockets" /run/engine
        mount --bind "$here/run" "$sockets"
        if [ -e "$here/disk.img" ]; then
            mount -o loop "$here/disk.img" /run/engine
        else
            mount --bind "$here/root" /run/engine
        fi
        mkdir -p /run/engine/data /run/engine/etc /run/engine/work /run/engine/tmp
        mount -t overlay -o lowerdir=/etc,upperdir=/run/engine/etc,workdir=/run/engine/work plimsoll /etc
        rm -f /etc/resolv.conf
        cp "$here/resolv.conf" /etc/resolv.conf

        export TMPDIR=/run/engine/tmp
        ulimit -n "$(ulimit -H -n)"
        "$@" 3<&- &
        daemon=$!
        trap 'kill -TERM "$daemon"' TERM
        if [ "$lease" = leased ]; then
            (
                trap - TERM
                read -r _ <&3 || true
                kill -KILL "$daemon"
            ) &
        fi
        exec 3<&-
        status=0
        while kill -0 "$daemon" 2>/dev/null; do
            status=0
            wait "$daemon" || status=$?
        done
        exit "$status"

        """

    /// The daemon's own command.
    var command: [String] {
        [
            dockerd, "--config-file", layout.configuration, "--data-root", layout.data, "--exec-root", "/run/docker",
            "--pidfile", "/run/docker.pid", "--host", "unix://\(host.socket(names.name))", "--group", "root",
            "--cgroup-parent", "/\(names.scoped)", "--exec-opt", "native.cgroupdriver=cgroupfs",
            "--bip", addresses.bridge, "--default-address-pool", "base=\(addresses.pool),size=24",
            "--mtu", "\(packetSize)", "--shutdown-timeout", "5",
        ] + extraArguments
    }

    /// Writes the files that the script needs.
    func prepare(_ nameServers: NameServers) throws {
        for directory in [layout.root, "\(layout.directory)/run"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try Self.script.write(toFile: layout.script, atomically: false, encoding: .utf8)
        try "{}\n".write(toFile: layout.configuration, atomically: false, encoding: .utf8)
        try nameServers.text.write(toFile: layout.resolver, atomically: false, encoding: .utf8)
    }

    /// Starts it all; returns as soon as it runs on its own.
    ///
    /// - Parameter lease: What the engine watches, to end when it is closed; nil for one that lives on.
    func start(lease: FileDescriptor?) async throws {
        let namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        let words =
            ["--fork", "nsenter", "--net=\(names.namespacePath)", "unshare"] + namespaces
            + ["sh", layout.script, lease == nil ? "detached" : "leased", host.sockets(names.name)] + command
        let log = try FileDescriptor.open(
            layout.log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        defer { try? log.close() }
        let input = try lease ?? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        let mark = layout.mark.split(separator: "=", maxSplits: 1).map(String.init)
        let result = try await run(
            .name("setsid"), arguments: Arguments(words),
            environment: .inherit.updating(["PATH": Tool.path, Environment.Key(stringLiteral: mark[0]): mark[1]]),
            workingDirectory: "/", input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: false))
        guard result.terminationStatus == .exited(0) else {
            throw EmbeddedEngineError(.commandFailed, "The engine could not be started: setsid failed.", cause: tail())
        }
    }

    /// The last lines that the daemon printed.
    func tail() -> String {
        let text = (try? String(contentsOfFile: layout.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }
}
