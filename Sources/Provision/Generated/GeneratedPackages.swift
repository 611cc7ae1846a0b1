import Model

/// Packages made up for a package manager: as many, as large and as deep as a middling repository's, the same each time.
///
/// Every package has two versions, 1.0.0 and 1.1.0. A manifest names those of the first level by exact version; each depends on
/// some of the next level, down to the last.
public struct GeneratedPackages: Sendable {
    /// Counted up when packages are generated in another way.
    static let layout = 1
    /// Every version there is, in order.
    static let versions = ["1.0.0", "1.1.0"]

    /// Whose they are.
    let manager: PackageManager
    /// Every version of every package, by name, then version.
    let all: [GeneratedPackage]

    /// The packages of a manager; with other levels for tests.
    init(_ manager: PackageManager, levels: [Int]? = nil) {
        self.manager = manager
        let names = (levels ?? manager.levels).enumerated().map { level, count in
            (1...count).map { Self.name(level: level, number: $0) }
        }
        all = names.enumerated().flatMap { level, here in
            here.enumerated().flatMap { place, name in
                let below = level + 1 < names.count ? names[level + 1] : []
                let dependencies = Self.dependencies(of: place, among: here.count, below: below)
                return Self.versions.enumerated().map { order, version in
                    GeneratedPackage(
                        name: name, version: version, dependencies: dependencies,
                        seed: UInt64(level * 10_000 + place * 10 + order))
                }
            }
        }
    }

    /// The files of the manager's index.
    ///
    /// - Throws: ``PreparationError`` when a package cannot be packed.
    func index() throws -> [PackedFile] {
        switch manager {
        case .npm: try NpmIndex(packages: self).files()
        case .gem: try GemIndex(packages: self).files()
        case .composer: try ComposerIndex(packages: self).files()
        }
    }

    /// The versions of each package, in the order of names.
    var byName: [(name: String, versions: [GeneratedPackage])] {
        Dictionary(grouping: all, by: \.name).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `cargo-a01` is the first of the first level.
    private static func name(level: Int, number: Int) -> String {
        let letter = "abcdefghij".dropFirst(level).first ?? "z"
        return "cargo-\(letter)\(number < 10 ? "0" : "")\(number)"
    }

    /// Every package of the level below belongs to one of this level, and each of this level has one more that it shares.
    private static func dependencies(of place: Int, among count: Int, below: [String]) -> [String] {
        guard !below.isEmpty else { return [] }
        let own = below.indices.filter { $0 % count == place }
        return Set(own + [(place * 7 + 3) % below.count]).sorted().map { below[$0] }
    }
}
