import Engine
import Foundation

/// The image that fixtures build upon: a minimal Debian, made on this machine from its own package source, and set up to install
/// packages from the ``PackageMirror`` only. The same packages give the same bytes.
public struct BaseImage: Sendable {
    /// Its name on every engine.
    public static let reference = "plimsoll/base:\(DebianRelease.codename)"

    /// Its short name among the provided images, which all stand on it.
    public static let providedName = "os"

    /// How much disk space making it takes, in bytes: the unpacked tree beside the archive.
    private static let space = 800 << 20

    let store: ImageStore
    let recipe = BaseImageRecipe()

    /// The base image that is kept in `images` of a state directory, which need not exist yet.
    public init(stateDirectory: String = ".plimsoll") {
        store = ImageStore(stateDirectory: stateDirectory, "images")
    }

    /// The image's archive, made first if it is missing (some 20 s, 130 MB).
    ///
    /// - Throws: ``PreparationError``; `CancellationError`.
    public func prepare(announce: @escaping Announce = { _ in }) async throws -> PreparedImage {
        try await store.image(recipe.name, needing: Self.space, announce: announce) { workshop in
            announce("making the base image: Debian \(DebianRelease.codename)")
            let sources = try await DebianSources.discover(workshop)
            try await bootstrap(recipe.arguments(sources: sources, archive: workshop.archive), workshop)
            return DpkgStatus(text: try await Self.status(of: workshop.archive, workshop)).installed
        }
    }

    /// Sees to it that the image is on an engine, by importing its archive unless it is there already.
    ///
    /// - Returns: the image's id on that engine.
    /// - Throws: ``PreparationError``; `EngineError`; `CancellationError`.
    @discardableResult
    public func ensure(on client: EngineClient, announce: @escaping Announce = { _ in }) async throws -> String {
        let image = try await prepare(announce: announce)
        return try await ImportedImage(reference: Self.reference, changes: ["CMD [\"/bin/bash\"]"])
            .ensure(image, on: client, announce: announce)
    }

    /// dpkg's account of what an image's archive has installed.
    static func status(of archive: String, _ workshop: Workshop) async throws -> String {
        try await workshop.run(.tar, ["--extract", "--to-stdout", "--file", archive, "./var/lib/dpkg/status"])
    }

    /// What mmdebstrap says it is at, out of a line as `I: installing essential packages...`.
    static func step(_ line: String) -> String? {
        guard line.hasPrefix("I: "), line.hasSuffix("...") else { return nil }
        return String(line.dropFirst(3).dropLast(3))
    }

    private func bootstrap(_ arguments: [String], _ workshop: Workshop) async throws {
        try await workshop.run(.mmdebstrap, ["--version"])
        let isolation = try await isolation(workshop)
        let announce = workshop.announce
        try await workshop.run(.mmdebstrap, arguments, environment: environment(workshop), within: isolation) { line in
            if let step = Self.step(line) { announce("base image: \(step)") }
        }
    }

    /// What root runs mmdebstrap within, where the kernel lets it: namespaces, so that mmdebstrap's death, however it comes, takes with
    /// it what it started and mounted. As another user mmdebstrap makes them itself.
    private func isolation(_ workshop: Workshop) async throws -> [String] {
        let options = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        guard geteuid() == 0, try await workshop.succeeds(.unshare, options + ["true"]) else { return [] }
        return [HostTool.unshare.name] + options
    }

    private func environment(_ workshop: Workshop) -> [String: String] {
        var environment = ["SOURCE_DATE_EPOCH": String(Workshop.epoch)]
        // As another user mmdebstrap works in a user namespace, whose users may not enter our directories.
        if geteuid() == 0 { environment["TMPDIR"] = workshop.directory }
        return environment
    }
}
