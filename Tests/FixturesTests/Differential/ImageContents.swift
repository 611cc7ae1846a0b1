import Foundation
import Model
import SystemPackage

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
        let files = try PlainTar.entries(bytes[...])
        func file(_ name: String) throws -> ArraySlice<UInt8> {
            guard let file = files.first(where: { $0.path.elementsEqual(name.utf8) }) else {
                throw Unreadable(reason: "no \(name)")
            }
            // A layer that is in the archive twice is a link the second time.
            return file.type == UInt8(ascii: "2") ? try Self.linked(file, files) : file.content
        }
        guard let image = try JSONDecoder().decode([Manifest].self, from: Data(try file("manifest.json"))).first else {
            throw Unreadable(reason: "no image")
        }
        return try image.layers.flatMap { try lines(of: try PlainTar.entries(try file($0))) }.sorted()
    }

    private static func linked(_ link: PlainTar.Entry, _ files: [PlainTar.Entry]) throws -> ArraySlice<UInt8> {
        let target = FilePath(String(decoding: link.path, as: UTF8.self)).removingLastComponent()
            .appending(String(decoding: link.target, as: UTF8.self)).lexicallyNormalized().string
        guard let file = files.first(where: { $0.path.elementsEqual(target.utf8) }) else {
            throw Unreadable(reason: "no \(target)")
        }
        return file.content
    }

    private static func lines(of entries: [PlainTar.Entry]) throws -> [String] {
        let byPath = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
        return try entries.map { entry in
            var file = entry
            // A hard link is as good as the file that it is.
            if entry.type == UInt8(ascii: "1") {
                guard let linked = byPath[entry.target] else { throw Unreadable(reason: "a link to nothing") }
                file = linked
            }
            let name = entry.path.map {
                $0 < 0x80 && $0 > 0x20 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16)
            }
            let content = Digest.sha256(Array(file.content)).prefix(20) + " " + Digest.sha256(file.target).prefix(8)
            let mode = String(file.mode, radix: 8)
            return "\(name.joined()) \(UnicodeScalar(file.type)) \(mode) \(file.owner):\(file.group) \(content)"
        }
    }
}
