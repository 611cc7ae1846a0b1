import Foundation

/// Where sightings are kept between collections. It helps, but nothing depends on it.
public struct SightingsFile: Sendable {
    private let path: String

    /// The file of an engine under a state directory.
    public init(stateDirectory: String, engine key: String) {
        path = "\(stateDirectory)/collections/\(key).json"
    }

    /// What was written last; none where there is nothing that can be understood.
    func load() -> Sightings {
        guard let data = FileManager.default.contents(atPath: path) else { return Sightings() }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return (try? decoder.decode(Sightings.self, from: data)) ?? Sightings()
    }

    /// Writes them whole or not at all.
    ///
    /// - Throws: `CocoaError` when the state directory cannot be written.
    func save(_ sightings: Sightings) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(sightings)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
