import Model

/// Generated packages for a package manager: as many, as large and as deep as in a medium-sized repository, the same
/// each time.
///
/// Every package has two versions, 1.0.0 and 1.1.0. A manifest names those of the first level by exact version. Each
/// depends on some of the next level, down to the last.
struct GeneratedPackages: Sendable {
    /// Incremented when packages are generated in another way; part of the mirror's key.
    static let layout = 1
    static let versions = ["1.0.0", "1.1.0"]

    let manager: PackageManager
    let all: [GeneratedPackage]

    /// The packages of a manager; tests use other levels.
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

    func index() throws -> [PackedFile] {
        switch manager {
        case .npm: try NpmIndex(packages: self).files()
        case .gem: try GemIndex(packages: self).files()
        case .composer: try ComposerIndex(packages: self).files()
        }
    }

    var byName: [(name: String, versions: [GeneratedPackage])] {
        Dictionary(grouping: all, by: \.name).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `cargo-a01` is the first of the first level.
    private static func name(level: Int, number: Int) -> String {
        let letter = "abcdefghij".dropFirst(level).first ?? "z"
        return "cargo-\(letter)\(number < 10 ? "0" : "")\(number)"
    }

    /// Every package of the level below belongs to one of this level. Each of this level shares one more.
    private static func dependencies(of place: Int, among count: Int, below: [String]) -> [String] {
        guard !below.isEmpty else { return [] }
        let own = below.indices.filter { $0 % count == place }
        return Set(own + [(place * 7 + 3) % below.count]).sorted().map { below[$0] }
    }
}

struct GeneratedPackage: Sendable, Equatable {
    /// As `cargo-b07`: the letter is its level.
    let name: String
    let version: String
    /// The names of its dependencies, in any version below 2.
    let dependencies: [String]
    let seed: UInt64
}

/// A package manager whose packages are generated and served from our own index, so that its registry is not needed.
package enum PackageManager: String, Sendable, CaseIterable {
    /// Node's, with a registry of packuments and tarballs.
    case npm
    /// Ruby's bundler and gem, with the compact index.
    case gem
    /// PHP's, with a repository of `metadata-url`.
    case composer

    /// Packages per level, from those that a manifest names to those without dependencies. Node's trees are larger.
    var levels: [Int] {
        switch self {
        case .npm: [12, 24, 28, 16]
        case .gem, .composer: [12, 18, 18, 12]
        }
    }
}

/// Source text of a generated package: comments of random words, which compress about as well as program text.
struct GeneratedText {
    let comment: String
    private var generator: SeededGenerator
    private static let words: [[UInt8]] = {
        var generator = SeededGenerator(seed: 1, purpose: "words of generated packages")
        return (0..<1500).map { _ in
            let letters = Array("etaoinsrhldcumfpgwybvk".utf8)
            return (0..<(2 + generator.draw(below: 9))).map { _ in letters[generator.draw(below: letters.count)] }
        }
    }()

    init(comment: String, seed: UInt64) {
        self.comment = comment
        generator = SeededGenerator(seed: seed, purpose: "text of a generated package")
    }

    /// Files of one package: 6 to 26 of them, of 1 to 24 KiB each.
    mutating func files(named name: (Int) -> String, head: String = "") -> [PackedFile] {
        (0..<(6 + generator.draw(below: 21))).map { number in
            PackedFile(path: name(number), bytes: file(head: head, bytes: 1024 + generator.draw(below: 23 * 1024)))
        }
    }

    private mutating func file(head: String, bytes count: Int) -> [UInt8] {
        var bytes = Array(head.utf8)
        bytes.reserveCapacity(count + 128)
        while bytes.count < count {
            bytes += comment.utf8
            for _ in 0..<(4 + generator.draw(below: 10)) {
                bytes.append(0x20)
                // The smaller of two draws: a few words occur often, most rarely.
                bytes += Self.words[min(generator.draw(below: 1500), generator.draw(below: 1500))]
            }
            bytes.append(0x0A)
        }
        return bytes
    }
}
