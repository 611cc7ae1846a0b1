import Engine
import Model

/// A mirror of all packages that fixtures install, prepared once on the host, so that a measured build depends on nothing outside.
///
/// It is an image: the packages, and a small static web server. A container of it serves the builds of its engine.
public struct PackageMirror: Sendable {
    /// How much disk space making it takes, in bytes: downloads, and the archive.
    private static let space = 1 << 30
    /// Counted up when the mirror is laid out in another way.
    private static let layout = 1

    let list: PackageList
    let base: BaseImage
    let store: ImageStore

    /// A mirror of the listed packages, for builds upon the ``BaseImage``, kept in `packages` of a state directory.
    public init(list: PackageList, stateDirectory: String = ".plimsoll") {
        self.list = list
        base = BaseImage(stateDirectory: stateDirectory)
        store = ImageStore(stateDirectory: stateDirectory, "packages")
    }

    /// The mirror's archive, made first if it is missing; the base image too.
    ///
    /// It is remade when the list changes, or the base image: packages have to fit those that the image has already.
    ///
    /// - Throws: ``PreparationError``; `CancellationError`.
    public func prepare(announce: @escaping Announce = { _ in }) async throws -> PreparedImage {
        try await named(announce).image
    }

    /// Sees to it that the mirror is served on an engine: imported, started, running.
    ///
    /// - Parameter owner: the UUID of the run whose builds it serves.
    /// - Throws: ``PreparationError``, with code `serverFailed` when its container does not stay up; `EngineError`;
    ///   `CancellationError`.
    public func start(
        on client: EngineClient, owner: String, announce: @escaping Announce = { _ in }
    ) async throws -> MirrorAddress {
        let (name, image) = try await named(announce)
        return try await MirrorServer.start(
            image, name: name, for: MirrorContainer(owner: owner, role: "packages"), on: client, announce: announce)
    }

    /// Stops serving: removes the container. The image stays unless asked.
    ///
    /// - Throws: `EngineError`. Already removed counts as success.
    public static func stop(_ address: MirrorAddress, on client: EngineClient, removingImage: Bool = false) async throws
    {
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

    /// Makes up the packages of managers whose registries cannot be reached, with an index of each.
    private func generate(into directory: String, _ workshop: Workshop) throws -> [String] {
        var contents: [String] = []
        for manager in list.generated {
            workshop.announce("generating packages for \(manager.rawValue)")
            let packages = GeneratedPackages(manager)
            for file in try packages.index() {
                try workshop.write(file, below: directory)
            }
            contents += packages.all.map { "\(manager.rawValue): \($0.name) \($0.version)" }
        }
        return contents
    }
}
