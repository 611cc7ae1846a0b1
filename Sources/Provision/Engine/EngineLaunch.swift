import Foundation
import SystemPackage

/// Starts an engine's daemon.
struct EngineLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames
    let addresses: EngineAddresses
    /// The default bridge's address with its length.
    let bridge: String
    let host: HostSide
    /// The largest packet that passes to the outside, in bytes.
    let packetSize: Int
    let dockerd: String
    let extraArguments: [String]

    /// What the first process of the engine's PID namespace runs. It reaps what the daemon's children leave, mounts what only
    /// the engine shall see, passes on the request to end, and ends the daemon at once when the owner's lease is closed: nobody wants its data any more.
    ///
    /// A daemon that ends is started again, on the same data, where a file `again` asks for it.
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
        echo "$daemon" > /run/daemon
        trap 'kill -TERM "$daemon"' TERM
        if [ "$lease" = leased ]; then
            (
                trap - TERM
                read -r _ <&3 || true
                rm -f "$here/again"
                kill -KILL "$(cat /run/daemon)"
            ) &
        fi
        exec 3<&-
        while :; do
            status=0
            while kill -0 "$daemon" 2>/dev/null; do
                status=0
                wait "$daemon" || status=$?
            done
            [ -e "$here/again" ] || break
            rm -f "$here/again" /run/docker.pid
            "$@" &
            daemon=$!
            echo "$daemon" > /run/daemon
        done
        exit "$status"

        """

    /// The daemon's own command.
    var command: [String] {
        [
            dockerd, "--config-file", layout.configuration, "--data-root", layout.data, "--exec-root", "/run/docker",
            "--pidfile", "/run/docker.pid", "--host", "unix://\(host.socket(names.name))", "--group", "root",
            "--cgroup-parent", "/\(names.scoped)", "--exec-opt", "native.cgroupdriver=cgroupfs",
            "--bip", bridge, "--default-address-pool", "base=\(addresses.pool),size=24",
            "--mtu", "\(packetSize)", "--shutdown-timeout", "5",
        ] + extraArguments
    }

    /// The daemon's own configuration: with gVisor, where that is installed, as the runtime `runsc`.
    ///
    /// Its default platform and network do not work inside the engine's namespaces: it is told to trace, and to use the network of
    /// the container's own namespace.
    static func configuration(gvisor: String?) throws -> String {
        struct Runtime: Encodable {
            var path: String
            var runtimeArgs = ["--platform=ptrace", "--network=host"]
        }
        let runtimes = gvisor.map { ["runtimes": ["runsc": Runtime(path: $0)]] } ?? [:]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(runtimes), as: UTF8.self) + "\n"
    }

    /// Writes the files that the script needs.
    func prepare(_ nameServers: NameServers) throws {
        for directory in [layout.root, "\(layout.directory)/run"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try Self.script.write(toFile: layout.script, atomically: false, encoding: .utf8)
        try Self.configuration(gvisor: Tool.find("runsc")).write(
            toFile: layout.configuration, atomically: false, encoding: .utf8)
        try nameServers.text.write(toFile: layout.resolver, atomically: false, encoding: .utf8)
    }

    /// Starts it all; returns as soon as it runs on its own.
    ///
    /// - Parameter lease: What the engine watches, to end when it is closed; nil for one that lives on.
    func start(lease: FileDescriptor?) async throws {
        try await namespaces.start([host.sockets(names.name)] + command, lease: lease)
    }

    /// What the daemon lives in.
    var namespaces: NamespaceLaunch { NamespaceLaunch(layout: layout, names: names) }
}
