import Foundation

/// Where sightings are kept between collections. Without them what was loaded or used lately cannot be told from the rest. So nothing
/// is collected where they cannot be read or cannot be written.
public struct SightingsFile: Sendable {
    private let path: String

    /// The file of an engine under a state directory.
    public init(stateDirectory: String, engine key: String) {
        path = "\(stateDirectory)/collections/\(key).json"
    }

    /// What was written last; none where there is no file yet.
    ///
    /// - Throws: ``CollectionError`` of code `sightings` where there is a file that cannot be read or understood.
    func load() throws(CollectionError) -> Sightings {
        var found = stat()
        if stat(path, &found) != 0, errno == ENOENT { return Sightings() }
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .secondsSince1970
            return try decoder.decode(Sightings.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as Sightings.Newer {
            throw problem("cannot be read: \(error)", "Use that version, or name another directory with --state.")
        } catch is DecodingError {
            throw problem(
                "is damaged",
                "Move the file away, or name another directory with --state: what is on the engine then counts by its own dates."
            )
        } catch {
            throw problem(
                "cannot be read: \(error.localizedDescription)",
                "Make it readable, or name another directory with --state.")
        }
    }

    /// Writes them whole or not at all.
    ///
    /// - Throws: ``CollectionError`` of code `sightings` when the state directory cannot be written.
    func save(_ sightings: Sightings) throws(CollectionError) {
        do {
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .secondsSince1970
            encoder.outputFormatting = .sortedKeys
            let data = try encoder.encode(sightings)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw problem(
                "cannot be written: \(error.localizedDescription)",
                "Make its directory writable, with room on its disk, or name another with --state.")
        }
    }

    private func problem(_ what: String, _ remedy: String) -> CollectionError {
        CollectionError(
            .sightings,
            "\(path), where collections note which images they saw in use, \(what). Nothing is removed, as images that were loaded "
                + "or used lately could not be told from others. \(remedy)")
    }
}
