import Engine
import Foundation
import Model

/// A mirror of everything in this machine's Debian sources, for Dockerfiles whose packages are not listed. It has their
/// index, and fetches each package from the source on request.
///
/// It is reached like the ``PackageMirror``, so that the base image is the same for both. Its content depends on the
/// network and on the day; the bundled fixtures never use it.
package struct PassThroughMirror: Sendable {
    private let mirror: MirrorImage

    package init(stateDirectory: String = ".plimsoll") {
        mirror = MirrorImage(stateDirectory: stateDirectory, role: "passing", space: 400 << 20)
    }

    /// Makes sure that the mirror is served on an engine. Its index is read from the sources once a day (UTC).
    /// - Parameter owner: the UUID of the run whose builds it serves.
    package func start(
        on client: EngineClient, owner: String, announce: @escaping Announce = { _ in }
    ) async throws -> MirrorAddress {
        let day = Int(Date().timeIntervalSince1970) / 86_400
        let opening = "reading the indexes of the machine's Debian sources"
        let prepared = try await mirror.prepare(for: "\(day)", opening: opening, announce: announce, fill: fill)
        return try await mirror.start(prepared, on: client, owner: owner, announce: announce)
    }

    private func fill(_ served: String, from apt: AptRoot, _ workshop: Workshop) async throws -> [String] {
        let indexes = try await apt.indexes()
        let directory = "\(served)/apt"
        try await write(indexes, to: "\(directory)/Packages", workshop)
        // apt takes the compressed index only if `Release` lists the plain one too. The plain one is not kept: it is
        // four times as large.
        let plain = AptIndex.file("Packages", in: directory)
        try await workshop.run(.gzip, ["-6", "--no-name", "Packages"], in: directory)
        let release = AptIndex.release([plain, AptIndex.file("Packages.gz", in: directory)])
        try workshop.write(release, to: "\(directory)/Release")
        let script = PassingScript(sources: indexes.map(\.source), proxies: apt.sources.settings)
        try workshop.write(PackedFile(path: "cgi-bin/get", text: script.text), below: served)
        return indexes.map(\.source)
    }

    /// All indexes in one; each package's file name contains the script's path and the number of its source.
    private func write(_ indexes: [AptRoot.Index], to path: String, _ workshop: Workshop) async throws {
        var whole = Data()
        for (number, index) in indexes.enumerated() {
            let copy = "\(workshop.directory)/index\(number)"
            guard let data = FileManager.default.contents(atPath: index.file),
                FileManager.default.createFile(atPath: copy, contents: data)
            else { throw PreparationError(.state, "apt's index \(index.file) cannot be read.") }
            // `sed` takes a second for 60,000 packages.
            try await workshop.run(.sed, ["--in-place", "--expression", Self.passing(number), copy])
            whole += (FileManager.default.contents(atPath: copy) ?? Data()) + Data("\n".utf8)
        }
        try workshop.write(whole, to: path)
    }

    /// The `sed` command that makes an index's files point to the script.
    static func passing(_ number: Int) -> String { "s|^Filename: |Filename: ../cgi-bin/get/\(number)/|" }
}

/// The script by which the web server passes a package through: `/cgi-bin/get/NUMBER/PATH` is `PATH` at that source.
/// apt verifies the bytes by the index, whose signature this machine's apt checked.
struct PassingScript: Sendable {
    let text: String

    /// - Parameters:
    ///   - sources: addresses of the sources, in the order of their numbers.
    ///   - proxies: apt's settings; only a proxy among them is used.
    init(sources: [String], proxies: [String]) {
        let busybox = "/\(MirrorImage.program)"
        let cases = sources.enumerated().map { number, address in
            let trimmed = address.hasSuffix("/") ? String(address.dropLast()) : address
            return "\(number)) source=\(BaseImageRecipe.quoted(trimmed)) ;;\n"
        }
        text = """
            #!\(busybox) sh
            path=${PATH_INFO#/}
            number=${path%%/*}
            path=${path#*/}
            case "/$path/" in */../*) number=none ;; esac
            case $number in
            \(cases.joined())*) printf 'Status: 404 Not Found\\r\\n\\r\\n'; exit 0 ;;
            esac
            \(Self.exports(proxies).joined())printf 'Content-Type: application/octet-stream\\r\\n\\r\\n'
            exec \(busybox) wget -q -O - "$source/$path"

            """
    }

    /// `Acquire::http::Proxy "http://proxy:3128/";` as an environment variable of wget.
    private static func exports(_ settings: [String]) -> [String] {
        ["http", "https"].compactMap { scheme in
            let start = "Acquire::\(scheme)::Proxy \""
            guard let setting = settings.first(where: { $0.hasPrefix(start) }), setting.hasSuffix("\";") else {
                return nil
            }
            let address = String(setting.dropFirst(start.count).dropLast(2))
            return address == "DIRECT" ? nil : "export \(scheme)_proxy=\(BaseImageRecipe.quoted(address))\n"
        }
    }
}
