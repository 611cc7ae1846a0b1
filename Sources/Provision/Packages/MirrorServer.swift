import Engine

/// The small static web server that serves packages from an otherwise empty image.
enum MirrorServer {
    /// It is in Debian's package busybox-static.
    private static let package = "busybox-static"
    /// Its path in the package, and in the image.
    static let program = "bin/busybox"

    /// Puts it into the tree that becomes an image, beside `srv`, which it serves.
    static func add(to tree: String, from apt: AptRoot, _ workshop: Workshop) async throws {
        let unpacked = "\(workshop.directory)/server"
        try ImageStore.makeDirectory(unpacked)
        try ImageStore.makeDirectory("\(tree)/bin")
        try await apt.download(package, into: unpacked)
        // apt names the file by its version, which only it knows.
        let archive = try workshop.onlyFile(of: unpacked)
        try await workshop.run(.dpkgDeb, ["--extract", archive, unpacked])
        try workshop.link("\(unpacked)/\(program)", to: "\(tree)/\(program)")
    }

    /// Sees to it that it serves a prepared image on an engine: imported, started, running.
    static func start(
        _ image: PreparedImage, name: String, for container: MirrorContainer, on client: EngineClient,
        announce: @escaping Announce
    ) async throws -> MirrorAddress {
        let command = ["/\(program)", "httpd", "-f", "-p", "80", "-h", "/srv"]
        let quoted = command.map { "\"\($0)\"" }.joined(separator: ",")
        let imported = ImportedImage(
            reference: "plimsoll/packages:\(name)", changes: ["ENTRYPOINT [\(quoted)]"])
        let id = try await imported.ensure(image, on: client, announce: announce)
        return try await container.start(image: id, on: client)
    }
}
