import Engine
import Model

/// A mirror of all packages that fixtures install, prepared once on the host, so that a measured build needs nothing
/// from outside.
///
/// It is an image with the packages and a small static web server. A container of it serves the builds of its engine.
package struct PackageMirror: Sendable {
    /// Disk space needed to make it, in bytes: downloads and the archive.
    private static let space = 1 << 30
    /// Incremented when the mirror's layout changes.
    private static let layout = 1

    let list: PackageList
    let base: BaseImage
    let store: ImageStore

    /// A mirror of the listed packages, for builds on the ``BaseImage``, kept in `packages` of a state directory.
    package init(list: PackageList, stateDirectory: String = ".plimsoll") {
        self.list = list
        base = BaseImage(stateDirectory: stateDirectory)
        store = ImageStore(stateDirectory: stateDirectory, "packages")
    }

    /// The mirror's archive, made first if it is missing; the base image too.
    ///
    /// It is remade when the list or the base image changes, because packages must fit those already in the image.
    /// - Throws: ``PreparationError``; `CancellationError`.
    package func prepare(announce: @escaping Announce = { _ in }) async throws -> PreparedImage {
        try await named(announce).image
    }

    /// Makes sure that the mirror is imported on an engine and its container is running.
    /// - Parameter owner: the UUID of the run whose builds it serves.
    /// - Throws: ``PreparationError``, with code `serverFailed` when its container does not stay up; `EngineError`;
    ///   `CancellationError`.
    package func start(
        on client: EngineClient, owner: String, announce: @escaping Announce = { _ in }
    ) async throws -> MirrorAddress {
        let (name, image) = try await named(announce)
        return try await MirrorServer.start(
            image, name: name, for: MirrorContainer(owner: owner, role: "packages"), on: client, announce: announce)
    }

    /// Removes the container; the image only if asked.
    /// - Throws: `EngineError`. Already removed counts as success.
    package static func stop(
        _ address: MirrorAddress, on client: EngineClient, removingImage: Bool = false
    ) async throws {
        try await MirrorContainer.remove(address.container, on: client, removingImage: removingImage)
    }

    private func named(_ announce: @escaping Announce) async throws -> (name: String, image: PreparedImage) {
        let baseImage = try await base.prepare(announce: announce)
        let identity = "\(Self.layout)\n\(baseImage.facts.digest)\n\(list.digest)"
        let name = "packages-\(Digest.sha256(identity).prefix(12))"
        let image = try await store.image(name, needing: Self.space, announce: announce) { workshop in
            try await make(workshop, for: baseImage)
        }
        return (name, image)
    }

    private func make(_ workshop: Workshop, for baseImage: PreparedImage) async throws -> [String] {
        let tree = "\(workshop.directory)/tree"
        try ImageStore.makeDirectory("\(tree)/srv/apt")
        let apt = try AptRoot(
            workshop, sources: try await .discover(workshop),
            status: try await BaseImage.status(of: baseImage.archive, workshop))
        try await apt.update()
        try await MirrorServer.add(to: tree, from: apt, workshop)
        let debian = try await AptRepository(workshop: workshop, directory: "\(tree)/srv/apt")
            .fill(installing: list.apt, from: apt)
        let wheels = try await PipDownload(workshop: workshop).wheels(list.pip)
        let python = try await PipIndex(workshop: workshop, directory: "\(tree)/srv/pip").fill(wheels)
        let generated = try generate(into: "\(tree)/srv", workshop)
        workshop.announce(
            "packing \(debian.count) Debian, \(python.count) Python and \(generated.count) generated packages")
        try await workshop.pack(tree)
        return debian.map { "apt: \($0)" } + python.map { "pip: \($0)" } + generated
    }

    /// Generates the packages of managers whose registries cannot be reached, with an index for each.
    private func generate(into directory: String, _ workshop: Workshop) throws -> [String] {
        var contents: [String] = []
        for manager in list.generated {
            workshop.announce("generating packages for \(manager.rawValue)")
            let packages = GeneratedPackages(manager)
            for file in try packages.index() { try workshop.write(file, below: directory) }
            contents += packages.all.map { "\(manager.rawValue): \($0.name) \($0.version)" }
        }
        return contents
    }
}

/// The small static web server that serves packages from an otherwise empty image.
enum MirrorServer {
    private static let package = "busybox-static"
    static let program = "bin/busybox"

    /// Adds it to the tree of an image, beside `srv`, which it serves.
    static func add(to tree: String, from apt: AptRoot, _ workshop: Workshop) async throws {
        let unpacked = "\(workshop.directory)/server"
        try ImageStore.makeDirectory(unpacked)
        try ImageStore.makeDirectory("\(tree)/bin")
        try await apt.download(package, into: unpacked)
        // apt puts the version into the file's name, and only apt knows it.
        let archive = try workshop.onlyFile(of: unpacked)
        try await workshop.run(.dpkgDeb, ["--extract", archive, unpacked])
        try workshop.link("\(unpacked)/\(program)", to: "\(tree)/\(program)")
    }

    /// Makes sure that a prepared image is imported on an engine and its container is running.
    static func start(
        _ image: PreparedImage, name: String, for container: MirrorContainer, on client: EngineClient,
        announce: @escaping Announce
    ) async throws -> MirrorAddress {
        let command = ["/\(program)", "httpd", "-f", "-p", "80", "-h", "/srv"]
        let quoted = command.map { "\"\($0)\"" }.joined(separator: ",")
        let imported = ImportedImage(reference: "plimsoll/packages:\(name)", changes: ["ENTRYPOINT [\(quoted)]"])
        let id = try await imported.ensure(image, on: client, announce: announce)
        return try await container.start(image: id, on: client)
    }
}

/// The container that serves the package mirror to the builds of one run. Each run has its own, so that no run removes
/// another's.
struct MirrorContainer: Sendable {
    let owner: String
    let role: String

    /// Distinguishes the mirror's container from a job's.
    static let label = "plimsoll.packages"

    private var name: String { RunNames(owner: owner).name(role) }

    /// Starts the container and returns its address; creates it from the image with this id if it is missing.
    func start(image: String, on client: EngineClient) async throws -> MirrorAddress {
        do { return try await started(of: image, on: client) } catch {
            // Nothing else uses it; a cancelled request may still have created it.
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

    /// Removes a container, and its image if asked. Already removed counts as success.
    static func remove(_ id: String, on client: EngineClient, removingImage: Bool) async throws {
        do {
            let image = try await client.inspectContainer(id).image
            try await client.removeContainer(id, force: true)
            if removingImage { try await client.removeImage(image, force: true) }
        } catch let error as EngineError where error.code == .notFound {}
    }

    /// The container of that name; one of another image is removed and not returned.
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

/// The address at which builds on an engine reach the package mirror.
package struct MirrorAddress: Sendable, Hashable {
    package static let host = "packages.plimsoll.internal"

    /// Its address on the engine's default bridge.
    package var address: String
    package var container: String

    /// Entries for a build or a container so that it finds the mirror by name: `name:address`.
    package var extraHosts: [String] { ["\(Self.host):\(address)"] }
}
