import Engine

/// The container that serves the package mirror to the builds of one run. Each run has its own, so that none takes another's away.
struct MirrorContainer: Sendable {
    /// The UUID of the run.
    let owner: String
    /// Which of the run's mirrors it is, as its name says.
    let role: String

    /// The label by which the mirror's container is told from a job's.
    static let label = "plimsoll.packages"

    private var name: String { RunNames(owner: owner).name(role) }

    /// Starts the container, made of the image with this id if it is missing, and returns where it is reached.
    func start(image: String, on client: EngineClient) async throws -> MirrorAddress {
        do {
            return try await started(of: image, on: client)
        } catch {
            // Nobody else serves by it; a stopped request may have made it all the same.
            try? await Uncancellable.run { try await client.removeContainer(name, force: true) }
            throw error
        }
    }

    private func started(of image: String, on client: EngineClient) async throws -> MirrorAddress {
        let found = try await existing(of: image, on: client)
        let id: String
        if let found { id = found } else { id = try await create(of: image, on: client) }
        try await client.startContainer(id)
        let container = try await client.inspectContainer(id)
        // `bridge` on Docker, `podman` on Podman.
        guard container.state.running, let address = container.addresses.sorted(by: { $0.key < $1.key }).first?.value
        else {
            throw PreparationError(
                .serverFailed,
                "\(name) does not stay up on \(client.endpoint) (\(container.state.status)): "
                    + "see its output with `docker logs \(name)`, remove it and try again.",
                cause: container.state.error)
        }
        return MirrorAddress(address: address, container: id)
    }

    /// Removes a container; and its image, where asked. Already removed counts as success.
    static func remove(_ id: String, on client: EngineClient, removingImage: Bool) async throws {
        do {
            let image = try await client.inspectContainer(id).image
            try await client.removeContainer(id, force: true)
            if removingImage { try await client.removeImage(image, force: true) }
        } catch let error as EngineError where error.code == .notFound {}
    }

    /// The container of that name, unless it is of another image: then that one goes first.
    private func existing(of image: String, on client: EngineClient) async throws -> String? {
        do {
            let container = try await client.inspectContainer(name)
            if container.image == image { return container.id }
            try await client.removeContainer(container.id, force: true)
        } catch let error as EngineError where error.code == .notFound {}
        return nil
    }

    private func create(of image: String, on client: EngineClient) async throws -> String {
        let spec = ContainerSpec(
            image: image, labels: PlimsollLabel.labels(owner: owner).merging([Self.label: "1"]) { $1 },
            hostConfig: HostConfig(readonlyRootfs: true))
        return try await client.createContainer(spec, name: name)
    }
}
