import Foundation
import Glibc
import Records
import Subprocess
import SystemPackage

@testable import Fixtures

/// Everything in an image's layers, as lines that can be compared: name, kind, mode, owner, content or target. Not times.
enum ImageContents {
    struct Unreadable: Error {
        let reason: String
    }

    private struct Manifest: Decodable {
        let layers: [String]

        enum CodingKeys: String, CodingKey {
            case layers = "Layers"
        }
    }

    /// Reads what `docker save` writes of one image.
    static func lines(ofSaved bytes: [UInt8]) throws -> [String] {
        // libarchive reads names by the locale, also those that are UTF-8 by their format.
        setlocale(LC_CTYPE, "C.UTF-8")
        let files = try TarEntry.read(bytes, acceptsWarnings: true)
        guard let manifest = files.first(where: { $0.name == "manifest.json" }),
            let image = try JSONDecoder().decode([Manifest].self, from: Data(manifest.content)).first
        else { throw Unreadable(reason: "no manifest") }
        var lines: [String] = []
        for layer in image.layers {
            guard let file = files.first(where: { $0.name == layer }) else { throw Unreadable(reason: "no \(layer)") }
            lines += try Self.lines(of: try TarEntry.read(file.content, acceptsWarnings: true))
        }
        return lines.sorted()
    }

    private static func lines(of entries: [TarEntry]) throws -> [String] {
        let byPath = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
        return try entries.map { entry in
            // A hard link is as good as the file that it is.
            let file =
                try entry.hardLink.map { link in
                    guard let file = byPath[link] else { throw Unreadable(reason: "\(entry.name) links to nothing") }
                    return file
                } ?? entry
            let name = String(decoding: entry.path, as: UTF8.self).debugDescription
            let content = file.target.map { "-> " + String(decoding: $0, as: UTF8.self) } ?? Digest.sha256(file.content)
            let mode = String(file.mode, radix: 8)
            return
                "\(name) \(String(file.type, radix: 8)) \(mode) \(file.owner.user):\(file.owner.group) \(content.prefix(20))"
        }
    }
}
