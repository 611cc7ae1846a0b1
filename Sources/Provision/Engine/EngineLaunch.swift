import Foundation
import Model
import SystemPackage

struct EngineLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames
    let addresses: EngineAddresses
    let bridge: String
    let host: HostSide
    /// The largest packet that can pass to the outside (MTU), in bytes.
    let packetSize: Int
    let dockerd: String
    let extraArguments: [String]

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

    var command: [String] {
        [
            dockerd, "--config-file", layout.configuration, "--data-root", layout.data, "--exec-root", "/run/docker",
            "--pidfile", "/run/docker.pid", "--host", "unix://\(host.socket(names.name))", "--group", "root",
            "--cgroup-parent", "/\(names.scoped)", "--exec-opt", "native.cgroupdriver=cgroupfs",
            "--bip", bridge, "--default-address-pool", "base=\(addresses.pool),size=24",
            "--mtu", "\(packetSize)", "--shutdown-timeout", "5",
        ] + extraArguments
    }

    /// The daemon's own configuration; includes gVisor, if installed, as the runtime `runsc`.
    ///
    /// gVisor's default platform and network do not work inside the engine's namespaces. It is set to use ptrace, and
    /// the network of the container's own namespace.
    static func configuration(gvisor: String?) throws -> String {
        let arguments = ["--platform=ptrace", "--network=host"]
        let runtimes: [String: [String: JSONFields]] =
            gvisor.map { ["runtimes": ["runsc": ["path": $0, "runtimeArgs": arguments]]] } ?? [:]
        return try JSONText.line(runtimes) + "\n"
    }

    func prepare(_ nameServers: NameServers) throws {
        for directory in [layout.root, "\(layout.directory)/run"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try Self.script.write(toFile: layout.script, atomically: false, encoding: .utf8)
        try Self.configuration(gvisor: Tool.find("runsc")).write(
            toFile: layout.configuration, atomically: false, encoding: .utf8)
        try nameServers.text.write(toFile: layout.resolver, atomically: false, encoding: .utf8)
    }

    /// Starts the script; returns as soon as it runs on its own.
    /// - Parameter lease: The engine ends when this is closed; nil for a detached engine.
    func start(lease: FileDescriptor?) async throws {
        try await namespaces.start([host.sockets(names.name)] + command, lease: lease)
    }

    var namespaces: NamespaceLaunch { NamespaceLaunch(layout: layout, names: names) }
}

/// Paths of the files of one engine, or of another part that is run like an engine.
struct EngineLayout: Sendable, Hashable {
    /// `STATE/engines` or its like, absolute.
    let parent: String
    let name: String
    let kind: PartKind

    /// The layout of the part `name` under a state directory, which need not exist yet.
    init(stateDirectory: String, name: String, kind: PartKind = .engine) {
        parent = Self.parent(of: stateDirectory, kind)
        self.name = name
        self.kind = kind
    }

    init(directory: String) {
        let url = URL(fileURLWithPath: directory)
        parent = url.deletingLastPathComponent().path
        name = url.lastPathComponent
        kind = PartKind(folder: url.deletingLastPathComponent().lastPathComponent)
    }

    /// `STATE/engines` or its like, absolute and without symbolic links, as the kernel's tables show it.
    static func parent(of stateDirectory: String, _ kind: PartKind) -> String {
        "\(URL(fileURLWithPath: stateDirectory).standardizedFileURL.resolvingSymlinksInPath().path)/\(kind.folder)"
    }

    var stateDirectory: String { URL(fileURLWithPath: parent).deletingLastPathComponent().path }
    /// The part's directory: all that it keeps on the host's filesystem.
    var directory: String { "\(parent)/\(name)" }
    var record: String { "\(directory)/record.json" }
    /// The sparse file that holds the engine's filesystem.
    var image: String { "\(directory)/disk.img" }
    var root: String { "\(directory)/root" }
    /// Images, containers and caches, as seen in the engine's own mount namespace. The path is the same for every
    /// engine, so that spaces, commas or a long host path never reach the daemon.
    var data: String { "/run/engine/data" }
    var log: String { "\(directory)/\(kind == .engine ? "dockerd" : "registry").log" }
    var script: String { "\(directory)/launch.sh" }
    /// The daemon's own configuration file, so that it never reads the host's.
    var configuration: String { "\(directory)/daemon.json" }
    var resolver: String { "\(directory)/resolv.conf" }
    /// An entry in the environment of the part's processes, so that they are found without a recorded pid.
    var mark: String { "PLIMSOLL_ENGINE=\(directory)" }
}

/// Names of the host's objects of an engine, or of another part that is run like an engine.
struct EngineNames: Sendable, Hashable {
    let name: String

    /// Name of the network namespace and the cgroup, and comment on firewall rules.
    var scoped: String { "plimsoll-\(name)" }
    /// The host's end of the veth pair; interface names have at most 15 characters.
    var interface: String { "pl-\(name)" }
    var namespacePath: String { "/run/netns/\(scoped)" }

    /// - Throws: `badName` unless the name is 1 to 12 of `a-z`, `0-9` and `-`, not beginning with a dash.
    init(_ name: String) throws(EmbeddedEngineError) {
        let allowed = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard allowed, (1...12).contains(name.utf8.count), !name.hasPrefix("-") else {
            throw EmbeddedEngineError(
                .badName,
                "'\(name)' cannot name an engine or a registry: take 1 to 12 lower-case letters, digits and dashes, no dash in front."
            )
        }
        self.name = name
    }

    /// Six random characters.
    static func random() throws(EmbeddedEngineError) -> EngineNames {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return try EngineNames(String((0..<6).map { _ in letters[Int.random(in: 0..<letters.count)] }))
    }
}
