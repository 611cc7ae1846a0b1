import Foundation
import Model

package typealias EmbeddedEngine = EmbeddedPart<EngineDetails>
typealias EngineRecord = PartRecord<EngineDetails>

/// What is recorded of an engine only.
package struct EngineDetails: Codable, Sendable, Equatable {
    /// The default bridge's address with prefix length, if it is not from the block.
    var bridge: String?
    var uplink: Bool
    var filesystemIsOwn: Bool
    var diskBytes: Int
}

extension EngineDetails: PartDetails {
    package static var kind: PartKind { .engine }
    package static func check(_ options: EmbeddedEngineOptions) throws { try EngineRequirements.check(options) }

    package static func choose(
        _ options: EmbeddedEngineOptions, _ layout: PartLayout, _ claims: [PartClaim]
    ) -> (details: EngineDetails, port: Int?, storage: String?) {
        let details = EngineDetails(
            bridge: options.bridge, uplink: options.uplink, filesystemIsOwn: true, diskBytes: options.diskBytes)
        return (details, nil, nil)
    }

    package static func prepare(_ startup: inout PartStartup<EngineDetails>) async throws -> [String] {
        let (options, layout, host) = (startup.options, startup.layout, startup.record.host)
        let addresses = EngineAddresses(block: startup.record.block)
        try await makeDisk(&startup)
        let network = EngineNetwork(names: layout.names, host: host)
        try await network.makeNamespace()
        let packetSize = options.uplink ? try await network.makeUplink(addresses) : 1500
        let nameServers = NameServers.current()
        if options.uplink, nameServers.servers.isEmpty {
            startup.progress("no name server outside loopback is known: containers may fail to resolve names")
        }
        for directory in [layout.root, "\(layout.directory)/run"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        let files = [
            (EngineLaunch.script, layout.script), (nameServers.text, layout.resolver),
            (try EngineLaunch.configuration(gvisor: Tool.find("runsc")), layout.configuration),
        ]
        for (text, path) in files { try text.write(toFile: path, atomically: false, encoding: .utf8) }
        return [
            host.sockets(layout.name), Tool.find(options.dockerd) ?? options.dockerd,
            "--config-file", layout.configuration, "--data-root", layout.data, "--exec-root", "/run/docker",
            "--pidfile", "/run/docker.pid", "--host", "unix://\(host.socket(layout.name))", "--group", "root",
            "--cgroup-parent", "/\(layout.names.scoped)", "--exec-opt", "native.cgroupdriver=cgroupfs",
            "--bip", startup.record.bridge ?? addresses.bridge,
            "--default-address-pool", "base=\(addresses.pool),size=24",
            "--mtu", "\(packetSize)", "--shutdown-timeout", "5",
        ] + options.extraArguments
    }

    package static func answer(_ startup: PartStartup<EngineDetails>) -> String? {
        EngineProbe.version(startup.record.host.socket(startup.record.name))
    }

    package static func settled(_ startup: PartStartup<EngineDetails>, answer: String) -> String? {
        chmod(startup.record.host.socket(startup.layout.name), 0o600)
        return answer
    }

    package static func welcome(_ startup: PartStartup<EngineDetails>) async {
        await EmbeddedRegistry.welcome(
            engine: startup.layout.name, in: startup.options.stateDirectory, startup.progress)
    }

    /// Makes the engine's own filesystem; without loop devices its directory stays on the host's.
    private static func makeDisk(_ startup: inout PartStartup<EngineDetails>) async throws {
        let (options, layout) = (startup.options, startup.layout)
        let warning = try EngineRequirements.judge(
            free: FilesystemUsage(path: layout.directory)?.free ?? 0, diskBytes: options.diskBytes,
            directory: layout.directory)
        if let warning { startup.progress(warning) }
        if let known = startup.record.host.hasLoopDevices {
            startup.record.filesystemIsOwn = known
        } else {
            startup.record.filesystemIsOwn = await Tool.attempt(["losetup", "--find"]).succeeded
        }
        try startup.record.write(to: layout.record)
        guard startup.record.filesystemIsOwn else {
            startup.progress(
                "no loop device is free: the engine shares the host's filesystem, and disk figures are not exact")
            return
        }
        try await Tool.require(["truncate", "--size", "\(options.diskBytes)", layout.image])
        // Nothing is left for the kernel to initialize later, during a measurement; no space is reserved for root.
        let inodes = options.bytesPerInode.map { ["-i", "\($0)"] } ?? []
        try await Tool.require(
            ["mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=1"] + inodes
                + [layout.image])
    }
}

enum EngineLaunch {
    /// The script of the first process in the engine's PID namespace. It reaps orphans of the daemon, mounts what only
    /// the engine may see, and passes on SIGTERM. It kills the daemon at once when the owner's lease is closed, because
    /// nobody needs its data any more.
    ///
    /// If a file `again` exists, a daemon that ended is started again on the same data.
    ///
    /// `/run` and `/etc` are covered because a daemon always writes there (`/run/containerd`, `/run/docker`,
    /// `/etc/docker/key.json`). It would also use the host's containerd if it saw its socket.
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

    /// The daemon's own configuration; includes gVisor, if installed, as the runtime `runsc`. gVisor's default platform
    /// and network do not work inside the engine's namespaces: it uses ptrace, and the container's own network.
    static func configuration(gvisor: String?) throws -> String {
        let arguments = ["--platform=ptrace", "--network=host"]
        let runtimes: [String: [String: JSONFields]] =
            gvisor.map { ["runtimes": ["runsc": ["path": $0, "runtimeArgs": arguments]]] } ?? [:]
        return try JSONText.line(runtimes) + "\n"
    }
}
