import Foundation
import Model

/// How an engine's daemon is started: its words and its configuration file.
struct DaemonCommand: Sendable {
    let words: [String]
    /// The cgroup that the launch script confines it to; nil where the engine puts its containers there itself.
    let confinedTo: String?
    private let source: EngineSource
    private let gvisor: GVisor?
    private let bridge: String

    /// - Parameters:
    ///   - packetSize: The largest packet to the outside (MTU).
    ///   - gvisor: nil where it is not installed.
    init(_ startup: PartStartup<EngineDetails>, packetSize: Int, gvisor: GVisor?) {
        let (options, layout) = (startup.options, startup.layout)
        let addresses = EngineAddresses(block: startup.record.block)
        (source, self.gvisor) = (options.source, gvisor)
        bridge = startup.record.bridge ?? addresses.bridge
        let socket = "unix://\(startup.record.host.socket(layout.name))"
        if case .suite(let engine) = options.source, engine.product == .podman {
            confinedTo = layout.names.scoped
            words =
                ["env", "CONTAINERS_CONF=\(layout.configuration)", "/\(RootRecipe(engine).program)"]
                + ["--root", layout.data, "--runroot", "/run/containers/storage", "--storage-driver", "overlay"]
                + ["system", "service", "--time", "0", socket]
            return
        }
        confinedTo = nil
        let program =
            if case .suite(let engine) = options.source { "/\(RootRecipe(engine).program)" } else {
                Tool.find(options.dockerd) ?? options.dockerd
            }
        words =
            [
                program, "--config-file", layout.configuration, "--data-root", layout.data,
                "--exec-root", "/run/docker", "--pidfile", "/run/docker.pid", "--host", socket, "--group", "root",
                "--cgroup-parent", "/\(layout.names.scoped)", "--exec-opt", "native.cgroupdriver=cgroupfs",
                "--bip", bridge, "--default-address-pool", "base=\(addresses.pool),size=24",
                "--mtu", "\(packetSize)", "--shutdown-timeout", "5",
            ] + options.extraArguments
    }

    func configuration() throws -> String {
        if case .suite(let engine) = source, engine.product == .podman {
            return Self.podmanConfiguration(bridge: bridge, ulimits: Self.reachableLimits)
        }
        return try Self.dockerConfiguration(source, gvisor: gvisor)
    }

    /// dockerd's `daemon.json`. It names the image store, whatever the version's default is.
    static func dockerConfiguration(_ source: EngineSource, gvisor: GVisor?) throws -> String {
        var (driver, usesContainerd): (String?, Bool) = (nil, false)
        if case .suite(let engine) = source {
            usesContainerd = engine.store == .containerd
            // A version without the containerd store would take a snapshotter's name for a driver that it lacks.
            driver = usesContainerd ? nil : engine.store.rawValue
        }
        let features: JSONFields = ["containerd-snapshotter": usesContainerd]
        let runtimes: JSONFields? = gvisor.map { gvisor in
            let runsc: JSONFields = ["path": gvisor.path, "runtimeArgs": gvisor.arguments]
            return ["runsc": runsc]
        }
        let fields: JSONFields = ["features": features, "runtimes": runtimes, "storage-driver": driver]
        return try JSONText.line(fields) + "\n"
    }

    /// Podman's `containers.conf`.
    /// - Parameters:
    ///   - bridge: Address with prefix length of the default network's bridge.
    ///   - ulimits: Limits of every container, as `nofile=20000:20000`; empty: Podman's own.
    static func podmanConfiguration(bridge: String, ulimits: [String]) -> String {
        let limits = ulimits.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            [containers]
            \(limits.isEmpty ? "" : "default_ulimits = [\(limits)]")

            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"

            [network]
            network_backend = "netavark"
            default_subnet = "\(IPv4Network(bridge)?.description ?? bridge)"

            """
    }

    /// This process's hard limits, where nobody below it may raise them (without CAP_SYS_RESOURCE): Podman's builds then
    /// fail on its own default, 1,048,576 open files. Empty otherwise.
    static var reachableLimits: [String] {
        let mayRaise = (HostSources().effectiveCapabilities & 1 << 24) != 0
        guard !mayRaise else { return [] }
        return [("nofile", RLIMIT_NOFILE), ("nproc", __RLIMIT_NPROC)].compactMap { name, resource in
            var limit = rlimit()
            guard getrlimit(Int32(resource.rawValue), &limit) == 0, limit.rlim_max != rlim_t.max else { return nil }
            return "\(name)=\(limit.rlim_max):\(limit.rlim_max)"
        }
    }
}

extension SuiteEngine {
    /// What an engine with the containerd image store reports as its storage driver: the snapshotter.
    static let containerdDriver = "overlayfs"
}
