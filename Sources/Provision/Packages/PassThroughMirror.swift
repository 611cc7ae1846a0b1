import Engine
import Foundation
import Model

/// A mirror of everything in this machine's Debian sources, for Dockerfiles whose packages are not listed. It has their
/// index, and fetches each package from the source on request.
///
/// It is reached like the ``PackageMirror``, so that the base image is the same for both. Its content depends on the
/// network and on the day; the bundled fixtures never use it.
package struct PassThroughMirror: Sendable {
    /// Disk space needed to make it, in bytes: the sources' indexes.
    private static let space = 400 << 20
    /// Incremented when the mirror's layout changes.
    private static let layout = 1

    let base: BaseImage
    let store: ImageStore

    /// A mirror for builds on the ``BaseImage``, kept in `packages` of a state directory.
    package init(stateDirectory: String = ".plimsoll") {
        base = BaseImage(stateDirectory: stateDirectory)
        store = ImageStore(stateDirectory: stateDirectory, "packages")
    }

    /// Makes sure that the mirror is served on an engine. Its index is read from the sources once a day (UTC).
    /// - Parameter owner: the UUID of the run whose builds it serves.
    /// - Throws: ``PreparationError``, also where the sources cannot be reached; `EngineError`; `CancellationError`.
    package func start(
        on client: EngineClient, owner: String, announce: @escaping Announce = { _ in }
    ) async throws -> MirrorAddress {
        let baseImage = try await base.prepare(announce: announce)
        let day = Int(Date().timeIntervalSince1970) / 86_400
        let identity = "\(Self.layout)\n\(baseImage.facts.digest)\n\(day)"
        let name = "passing-\(Digest.sha256(identity).prefix(12))"
        let image = try await store.image(name, needing: Self.space, announce: announce) { workshop in
            announce("reading the indexes of the machine's Debian sources")
            return try await make(workshop, for: baseImage)
        }
        return try await MirrorServer.start(
            image, name: name, for: MirrorContainer(owner: owner, role: "passing"), on: client, announce: announce)
    }

    private func make(_ workshop: Workshop, for baseImage: PreparedImage) async throws -> [String] {
        let tree = "\(workshop.directory)/tree"
        for directory in ["apt", "cgi-bin"] { try ImageStore.makeDirectory("\(tree)/srv/\(directory)") }
        let sources = try await DebianSources.discover(workshop)
        let apt = try AptRoot(
            workshop, sources: sources, status: try await BaseImage.status(of: baseImage.archive, workshop))
        try await apt.update()
        try await MirrorServer.add(to: tree, from: apt, workshop)
        let indexes = try await apt.indexes()
        try await write(indexes, to: "\(tree)/srv/apt", workshop)
        func file(_ name: String) -> (name: String, bytes: [UInt8]) {
            (name, [UInt8](FileManager.default.contents(atPath: "\(tree)/srv/apt/\(name)") ?? Data()))
        }
        // apt takes the compressed index only if `Release` lists the plain one too. The plain one is not kept: it is
        // four times as large.
        let plain = file("Packages")
        try await workshop.run(.gzip, ["-6", "--no-name", "Packages"], in: "\(tree)/srv/apt")
        try workshop.write(AptIndex.release([plain, file("Packages.gz")]), to: "\(tree)/srv/apt/Release")
        let script = PassingScript(sources: indexes.map(\.source), proxies: sources.settings)
        try workshop.write(PackedFile(path: "cgi-bin/get", bytes: Array(script.text.utf8)), below: "\(tree)/srv")
        try await workshop.pack(tree)
        return indexes.map(\.source)
    }

    /// All indexes in one; each package's file name contains the script's path and the number of its source.
    private func write(_ indexes: [AptRoot.Index], to directory: String, _ workshop: Workshop) async throws {
        var whole = Data()
        for (number, index) in indexes.enumerated() {
            let copy = "\(workshop.directory)/index\(number)"
            guard
                FileManager.default.contents(atPath: index.file).map({
                    FileManager.default.createFile(atPath: copy, contents: $0)
                }) == true
            else {
                throw PreparationError(.state, "apt's index \(index.file) cannot be read.")
            }
            // `sed` takes a second for 60,000 packages.
            try await workshop.run(.sed, ["--in-place", "--expression", Self.passing(number), copy])
            whole += FileManager.default.contents(atPath: copy) ?? Data()
            whole += Data("\n".utf8)
        }
        do { try whole.write(to: URL(fileURLWithPath: "\(directory)/Packages")) } catch {
            throw PreparationError(.state, "\(directory)/Packages cannot be written.", cause: "\(error)")
        }
    }

    /// The `sed` command that makes an index's files point to the script.
    static func passing(_ number: Int) -> String { "s|^Filename: |Filename: ../cgi-bin/get/\(number)/|" }
}

/// The script by which the web server passes a package through: `/cgi-bin/get/NUMBER/PATH` is `PATH` at that source.
///
/// apt verifies the bytes by the index, whose signature this machine's apt checked.
struct PassingScript: Sendable {
    let text: String

    /// - Parameters:
    ///   - sources: addresses of the sources, in the order of their numbers.
    ///   - proxies: apt's settings; only a proxy among them is used.
    init(sources: [String], proxies: [String]) {
        let busybox = "/\(MirrorServer.program)"
        let cases = sources.enumerated().map { number, address in
            "\(number)) source=\(BaseImageRecipe.quoted(Self.trimmed(address))) ;;"
        }
        let exports = Self.exports(proxies)
        text =
            ([
                "#!\(busybox) sh", "path=${PATH_INFO#/}", "number=${path%%/*}", "path=${path#*/}",
                "case \"/$path/\" in */../*) number=none ;; esac", "case $number in",
            ] + cases + [
                "*) printf 'Status: 404 Not Found\\r\\n\\r\\n'; exit 0 ;;", "esac",
            ] + exports + [
                "printf 'Content-Type: application/octet-stream\\r\\n\\r\\n'",
                "exec \(busybox) wget -q -O - \"$source/$path\"", "",
            ]).joined(separator: "\n")
    }

    private static func trimmed(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// `Acquire::http::Proxy "http://proxy:3128/";` as an environment variable of wget.
    private static func exports(_ settings: [String]) -> [String] {
        ["http", "https"].compactMap { scheme in
            let start = "Acquire::\(scheme)::Proxy \""
            guard let setting = settings.first(where: { $0.hasPrefix(start) }), setting.hasSuffix("\";") else {
                return nil
            }
            let address = String(setting.dropFirst(start.count).dropLast(2))
            return address == "DIRECT" ? nil : "export \(scheme)_proxy=\(BaseImageRecipe.quoted(address))"
        }
    }
}
