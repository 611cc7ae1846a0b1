import Engine
import Model
import Provision

/// Targets for the probes: a neighbour, as another job's container would be, and a port on the worker's side of the
/// bridge. The port is opened on embedded engines only: there the worker's side is the engine's own network namespace.
struct ProbeTargets: Sendable {
    /// The names by which probes find the addresses in their hosts file.
    static let neighbour = "neighbour.plimsoll.internal"
    static let worker = "worker.plimsoll.internal"
    /// Marks the neighbour's command line and the name of one of its files, as `fixtures/probes/probe.pl` expects.
    static let mark = "plimsoll-neighbour-mark"

    private static let patience = Duration.seconds(10)

    /// Listens, and writes a file for others to find. Perl is in every Debian image.
    static func listener(address: String, port: Int) -> String {
        """
        use Socket; open(my $file, '>', '/tmp/\(mark)'); close($file); \
        socket(my $port, PF_INET, SOCK_STREAM, 6) or die; setsockopt($port, SOL_SOCKET, SO_REUSEADDR, 1); \
        bind($port, pack_sockaddr_in(\(port), inet_aton('\(address)'))) or die; listen($port, 16) or die; \
        while (accept(my $client, $port)) { close($client) }
        """
    }

    /// Gives the builds and containers of each engine these targets where a part has probes; else leaves them unchanged.
    static func with<Value: Sendable>(
        _ part: RunRequest.Part, run owner: String, on engines: [RunEngine],
        _ body: @Sendable ([RunEngine]) async throws -> Value
    ) async throws -> Value {
        guard part.fixtures.values.contains(where: { !$0.probes.isEmpty }) else { return try await body(engines) }
        return try await with(run: owner, on: engines[...], [], body)
    }

    private static func with<Value: Sendable>(
        run owner: String, on engines: ArraySlice<RunEngine>, _ ready: [RunEngine],
        _ body: @Sendable ([RunEngine]) async throws -> Value
    ) async throws -> Value {
        guard let engine = engines.first else { return try await body(ready) }
        return try await with(run: owner, on: engine.session) { session in
            let probed = RunEngine(session: session, surroundings: engine.surroundings)
            return try await with(run: owner, on: engines.dropFirst(), ready + [probed], body)
        }
    }

    private static func with<Value: Sendable>(
        run owner: String, on session: EngineSession, _ body: @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        let (client, containers) = (session.client, Shared<[String]>([]))
        return try await cleaningUp({ await remove(containers.value, from: client) }) {
            var session = session
            let neighbour = try await start(
                listener(address: "0.0.0.0", port: 47001), as: "neighbour", owner, nil, client)
            containers.change { $0.append(neighbour) }
            session.extraHosts.append("\(Self.neighbour):\(try await address(of: neighbour, client))")
            if let bridge = session.embedded?.bridge.prefix(while: { $0 != "/" }) {
                let worker = try await start(
                    listener(address: String(bridge), port: 47002), as: "worker", owner, "host", client)
                containers.change { $0.append(worker) }
                session.extraHosts.append("\(Self.worker):\(bridge)")
            }
            return try await body(session)
        }
    }

    private static func start(
        _ program: String, as name: String, _ owner: String, _ network: String?, _ client: EngineClient
    ) async throws -> String {
        let spec = ContainerSpec(
            image: BaseImage.reference, command: ["perl", "-e", program, mark],
            labels: PlimsollLabel.labels(owner: owner), hostConfig: HostConfig(networkMode: network))
        let container = try await client.createContainer(spec, name: RunNames(owner: owner).name(name))
        do {
            try await client.startContainer(container)
        } catch {
            await remove([container], from: client)
            throw error
        }
        return container
    }

    private static func address(of container: String, _ client: EngineClient) async throws -> String {
        let limit = ContinuousClock.now + patience
        while true {
            let inspection = try await client.inspectContainer(container)
            if let address = inspection.addresses.sorted(by: { $0.key < $1.key }).first?.value { return address }
            guard ContinuousClock.now < limit, inspection.state.status != "exited" else {
                throw LabError("the container that probes look for does not run: \(inspection.state.error)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Removes them, even after a stop. One that stays carries the run's label, by which `plimsoll clean` finds it.
    private static func remove(_ containers: [String], from client: EngineClient) async {
        try? await shieldedFromCancellation {
            for container in containers { try await client.removeContainer(container, force: true) }
        }
    }
}
