import Engine
import Foundation
import Model

/// A mirror of all packages that fixtures install, prepared once on the host, so that a measured build needs nothing
/// from outside. A container of its image serves the builds of its engine.
package struct PackageMirror: Sendable {
    let list: PackageList
    private let mirror: MirrorImage

    /// A mirror of the listed packages, for builds on the ``BaseImage``, kept in `packages` of a state directory.
    package init(list: PackageList, stateDirectory: String = ".plimsoll") {
        self.list = list
        mirror = MirrorImage(stateDirectory: stateDirectory, role: "packages", space: 1 << 30)
    }

    /// The mirror's archive, made first if it is missing; the base image too. It is remade when the list or the base
    /// image changes, because packages must fit those already in the image.
    package func prepare(announce: @escaping Announce = { _ in }) async throws -> PreparedImage {
        try await named(announce).image
    }

    /// Makes sure that the mirror is imported on an engine and its container is running.
    /// - Parameter owner: the UUID of the run whose builds it serves.
    /// - Throws: `serverFailed` when its container does not stay up; ``PreparationError``; `EngineError`.
    package func start(
        on client: EngineClient, owner: String, announce: @escaping Announce = { _ in }
    ) async throws -> MirrorAddress {
        try await mirror.start(try await named(announce), on: client, owner: owner, announce: announce)
    }

    /// Removes the container; the image only if asked. Already removed counts as success.
    package static func stop(
        _ address: MirrorAddress, on client: EngineClient, removingImage: Bool = false
    ) async throws {
        do {
            let image = try await client.inspectContainer(address.container).image
            try await client.removeContainer(address.container, force: true)
            if removingImage { try await client.removeImage(image, force: true) }
        } catch let error as EngineError where error.code == .notFound {}
    }

    private func named(_ announce: @escaping Announce) async throws -> (name: String, image: PreparedImage) {
        try await mirror.prepare(for: list.digest, announce: announce) { served, apt, workshop in
            async let wheels = PipIndex(workshop: workshop, directory: "\(served)/pip").fill(list.pip)
            let debian = try await AptRepository(workshop: workshop, directory: "\(served)/apt")
                .fill(installing: list.apt, from: apt)
            let python = try await wheels
            let generated = try generate(into: served, workshop)
            workshop.announce(
                "packing \(debian.count) Debian, \(python.count) Python and \(generated.count) generated packages")
            return debian.map { "apt: \($0)" } + python.map { "pip: \($0)" } + generated
        }
    }

    private func generate(into directory: String, _ workshop: Workshop) throws -> [String] {
        try list.generated.flatMap { manager in
            workshop.announce("generating packages for \(manager.rawValue)")
            let packages = GeneratedPackages(manager)
            for file in try packages.index() { try workshop.write(file, below: directory) }
            return packages.all.map { "\(manager.rawValue): \($0.name) \($0.version)" }
        }
    }
}

/// An otherwise empty image with packages and the small static web server that serves them.
struct MirrorImage: Sendable {
    private static let layout = 1
    private static let package = "busybox-static"
    static let program = "bin/busybox"

    private let base: BaseImage
    private let store: ImageStore
    private let role: String
    /// Disk space needed to make it, in bytes: downloads and the archive.
    private let space: Int

    init(stateDirectory: String, role: String, space: Int) {
        base = BaseImage(stateDirectory: stateDirectory)
        store = ImageStore(stateDirectory: stateDirectory, "packages")
        (self.role, self.space) = (role, space)
    }

    /// The image, made first if it is missing; the base image too.
    /// - Parameters:
    ///   - content: a text that distinguishes its content from another's on the same base image.
    ///   - fill: puts packages below the directory that is served; returns their names.
    func prepare(
        for content: String, opening: String? = nil, announce: @escaping Announce,
        fill: (_ served: String, AptRoot, Workshop) async throws -> [String]
    ) async throws -> (name: String, image: PreparedImage) {
        let baseImage = try await base.prepare(announce: announce)
        let identity = "\(Self.layout)\n\(baseImage.facts.digest)\n\(content)"
        let name = "\(role)-\(Digest.sha256(identity).prefix(12))"
        let image = try await store.image(name, needing: space, announce: announce) { workshop in
            if let opening { announce(opening) }
            let tree = "\(workshop.directory)/tree"
            try ImageStore.makeDirectory("\(tree)/srv/apt")
            let apt = try await AptRoot.updated(workshop, for: baseImage)
            try await addServer(to: tree, from: apt, workshop)
            let packages = try await fill("\(tree)/srv", apt, workshop)
            try await workshop.pack(tree)
            return packages
        }
        return (name, image)
    }

    private func addServer(to tree: String, from apt: AptRoot, _ workshop: Workshop) async throws {
        let unpacked = "\(workshop.directory)/server"
        try ImageStore.makeDirectory(unpacked)
        try ImageStore.makeDirectory("\(tree)/bin")
        try await apt.get(["download", "--", Self.package], in: unpacked)
        // apt puts the version into the file's name, and only apt knows it.
        let archives = HostFiles.names(in: unpacked)
        guard archives.count == 1 else {
            throw PreparationError(.state, "\(unpacked) holds \(archives.count) files where one was expected.")
        }
        try await workshop.run(.dpkgDeb, ["--extract", "\(unpacked)/\(archives[0])", unpacked])
        try workshop.link("\(unpacked)/\(Self.program)", to: "\(tree)/\(Self.program)")
    }

    func start(
        _ prepared: (name: String, image: PreparedImage), on client: EngineClient, owner: String,
        announce: @escaping Announce
    ) async throws -> MirrorAddress {
        let command = ["/\(Self.program)", "httpd", "-f", "-p", "80", "-h", "/srv"]
        let quoted = command.map { "\"\($0)\"" }.joined(separator: ",")
        let id = try await ImportedImage(
            reference: "plimsoll/packages:\(prepared.name)", changes: ["ENTRYPOINT [\(quoted)]"]
        ).ensure(prepared.image, on: client, announce: announce)
        return try await MirrorContainer(owner: owner, role: role).start(image: id, on: client)
    }
}

/// The container that serves a mirror to the builds of one run. Each run has its own, so that no run removes another's.
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
            try? await shieldedFromCancellation { try await client.removeContainer(name, force: true) }
            throw error
        }
    }

    private func started(of image: String, on client: EngineClient) async throws -> MirrorAddress {
        let id = try await container(of: image, on: client)
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

    /// The container of that name, made if it is missing; one of another image is removed first.
    private func container(of image: String, on client: EngineClient) async throws -> String {
        do {
            let container = try await client.inspectContainer(name)
            if container.image == image { return container.id }
            try await client.removeContainer(container.id, force: true)
        } catch let error as EngineError where error.code == .notFound {}
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
