import Engine
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
    /// Where its programs come from; nil in records of older versions: the host.
    var source: EngineSource?
    /// The directory of its root on this host; nil if its programs are the host's.
    var root: String?
}

extension EngineDetails: PartDetails {
    package static var kind: PartKind { .engine }
    package static func check(_ options: EmbeddedEngineOptions) throws { try EngineRequirements.check(options) }

    package static func choose(
        _ options: EmbeddedEngineOptions, _ layout: PartLayout, _ claims: [PartClaim]
    ) -> (details: EngineDetails, port: Int?, storage: String?) {
        let details = EngineDetails(
            bridge: options.bridge, uplink: options.uplink, filesystemIsOwn: true, diskBytes: options.diskBytes,
            source: options.source)
        return (details, nil, nil)
    }

    package static func prepare(_ startup: inout PartStartup<EngineDetails>) async throws -> [String] {
        let (options, layout, host) = (startup.options, startup.layout, startup.record.host)
        var root: EngineRoot?
        if case .suite(let engine) = options.source {
            root = try await RootStore().root(of: engine, announce: startup.progress)
            startup.record.root = root?.directory
            try Task.checkCancellation()
        }
        let addresses = EngineAddresses(block: startup.record.block)
        try await makeDisk(&startup)
        let network = EngineNetwork(names: layout.names, host: host)
        try await network.makeNamespace()
        let packetSize = options.uplink ? try await network.makeUplink(addresses) : 1500
        let nameServers = NameServers.current()
        if options.uplink, nameServers.servers.isEmpty {
            startup.progress("no name server outside loopback is known: containers may fail to resolve names")
        }
        for directory in [layout.root, layout.tree, "\(layout.directory)/run"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        let command = DaemonCommand(startup, packetSize: packetSize, gvisor: await GVisor.find(in: root))
        let files = [
            (EngineLaunch.script, layout.script), (nameServers.text, layout.resolver),
            (try command.configuration(), layout.configuration),
        ]
        for (text, path) in files { try text.write(toFile: path, atomically: false, encoding: .utf8) }
        return [host.sockets(layout.name), root?.directory ?? "", command.confinedTo ?? ""] + command.words
    }

    package static func answer(_ startup: PartStartup<EngineDetails>) -> String? {
        EngineProbe.version(startup.record.host.socket(startup.record.name))
    }

    package static func settled(_ startup: PartStartup<EngineDetails>, answer: String) -> String? {
        chmod(startup.record.host.socket(startup.layout.name), 0o600)
        return answer
    }

    package static func welcome(_ startup: PartStartup<EngineDetails>) async throws {
        try await checkStore(startup)
        await EmbeddedRegistry.welcome(
            engine: startup.layout.name, in: startup.options.stateDirectory, startup.progress)
    }

    /// Older versions of Docker know nothing of the containerd image store, and ignore the setting.
    private static func checkStore(_ startup: PartStartup<EngineDetails>) async throws {
        guard case .suite(let engine) = startup.options.source, engine.store == .containerd else { return }
        let socket = startup.record.host.socket(startup.layout.name)
        let driver = try await EngineClient.withClient(.unix(path: socket)) { try await $0.info().storageDriver }
        guard driver != SuiteEngine.containerdDriver else { return }
        throw EmbeddedEngineError(
            .noStore,
            "Docker \(startup.record.version ?? "") of \(engine.suite) has no containerd image store: use "
                + "docker:\(engine.suite), or a newer suite.")
    }

    /// Makes the engine's own filesystem; without loop devices its directory stays on the host's.
    private static func makeDisk(_ startup: inout PartStartup<EngineDetails>) async throws {
        let (options, layout) = (startup.options, startup.layout)
        let warning = try EngineRequirements.judge(
            free: FilesystemUsage(path: layout.directory)?.free ?? 0, diskBytes: options.diskBytes,
            directory: layout.directory)
        if let warning { startup.progress(warning) }
        startup.record.filesystemIsOwn = await PartDisk.isPossible(on: startup.record.host)
        try startup.record.write(to: layout.record)
        guard startup.record.filesystemIsOwn else {
            startup.progress(
                "no loop device is free: the engine shares the host's filesystem, and disk figures are not exact")
            return
        }
        try await PartDisk.make(layout, bytes: options.diskBytes, bytesPerInode: options.bytesPerInode)
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
    ///
    /// With a root of a suite, the whole tree is covered: an overlay upon it becomes the namespace's root. Paths of the
    /// engine's own files stay valid, inside and through `/proc/PID/root`. The script locks the root's directory.
    ///
    /// Podman has no setting for a parent cgroup. A group's name confines it: the group is mounted over the hierarchy.
    static let script = """
        #!/bin/sh
        # Usage: launch.sh leased|detached SOCKETS ROOT GROUP COMMAND...    in new mount, PID and network namespaces
        # ROOT is empty for the host's own, GROUP where the engine names its cgroups itself.
        set -eu
        umask 022
        lease=$1 sockets=$2 root=$3 group=$4
        shift 4
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

        if [ -n "$group" ]; then
            if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
                mkdir -p "/sys/fs/cgroup/$group"
                for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
                    echo "+$controller" > /sys/fs/cgroup/cgroup.subtree_control || true
                done
                mount --bind "/sys/fs/cgroup/$group" /sys/fs/cgroup
            else
                for top in /sys/fs/cgroup/*; do
                    [ ! -L "$top" ] && [ -e "$top/cgroup.procs" ] || continue
                    mkdir -p "$top/$group"
                    # A new group of this controller is empty, and takes no process.
                    for file in cpuset.cpus cpuset.mems; do
                        [ ! -e "$top/$file" ] || cat "$top/$file" > "$top/$group/$file"
                    done
                    mount --bind "$top/$group" "$top"
                done
            fi
        fi

        if [ -n "$root" ]; then
            exec 4<"$root"
            flock --shared --nonblock 4
            # Options of an overlay take no path with a comma or a colon.
            mkdir /run/lower
            mount --bind "$root" /run/lower
            mount -t overlay -o lowerdir=/run/lower,upperdir=/run/engine/etc,workdir=/run/engine/work plimsoll "$here/tree"
            for directory in dev proc run sys; do mount --rbind "/$directory" "$here/tree/$directory"; done
            mkdir -p "$here/tree$here" /run/old
            mount --bind "$here" "$here/tree$here"
            cd "$here/tree"
            pivot_root . run/old
            cd /
            umount -l /run/old
            rmdir /run/old
        else
            mount -t overlay -o lowerdir=/etc,upperdir=/run/engine/etc,workdir=/run/engine/work plimsoll /etc
        fi
        rm -f /etc/resolv.conf
        cp "$here/resolv.conf" /etc/resolv.conf

        export TMPDIR=/run/engine/tmp
        ulimit -n "$(ulimit -H -n)"
        "$@" 3<&- 4<&- &
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
            rm -f "$here/again" /run/docker.pid "$sockets/docker.sock"
            "$@" 4<&- &
            daemon=$!
            echo "$daemon" > /run/daemon
        done
        exit "$status"

        """
}
