import Foundation
import Model
import SystemPackage

/// A small tree to copy from, with all that a context can hold: modes, links, names outside ASCII and with spaces.
struct RandomTree: Sendable {
    /// What stands at a path.
    enum Node: Sendable, Equatable {
        case directory(mode: Int)
        case file(text: String, mode: Int)
        case link(target: String)
    }

    static let directories = ["src", "src/sub", "lib", "docs"]
    private static let names = ["b.txt", "c.log", "d data.txt", "é.md", "keep.log", "run.sh", "x.tmp"]
    /// A fixed instant, in seconds since 1970, so that times differ only where a change says so.
    private static let epoch = 1_500_000_000

    var nodes: [String: Node] = [:]
    /// Files whose time was changed, by how many seconds.
    var later: [String: Int] = [:]
    var ignored: [String]

    init(_ random: inout SeededGenerator) {
        for directory in Self.directories {
            nodes[directory] = .directory(mode: random.pick([0o755, 0o755, 0o750, 0o775]))
            nodes[directory + "/a.txt"] = .file(text: random.word(), mode: 0o644)
            for name in Self.names where random.chance(3) {
                nodes["\(directory)/\(name)"] = .file(
                    text: random.word() + "\n", mode: random.pick([0o644, 0o644, 0o755, 0o600, 0o444, 0o4755]))
            }
            if random.chance(2) {
                nodes[directory + "/link"] = .link(target: random.pick(["a.txt", "../lib", "nowhere", "/w/all"]))
            }
        }
        nodes["top.txt"] = .file(text: random.word(), mode: 0o644)
        // A directory that is left out whole can be copied by name no more: such a Dockerfile fails, with and without cache.
        let rules = [
            "*.log", "docs/d*", "!docs/a.txt", "**/*.tmp", "src/sub/*.md", "**/*.log", "!**/keep.log", "lib/b*",
            "li*/link",
        ]
        ignored = rules.filter { _ in random.chance(4) }
        if random.chance(12) { ignored.append("docs") }
        if random.chance(2) { ignored.append(".dockerignore") }
    }

    var files: [String] {
        nodes.keys.sorted().filter { if case .file = nodes[$0] { true } else { false } }
    }

    var links: [String] {
        nodes.keys.sorted().filter { if case .link = nodes[$0] { true } else { false } }
    }

    /// Whether a link's target stands in the tree.
    func leadsSomewhere(_ link: String) -> Bool {
        guard case .link(let target) = nodes[link], !target.hasPrefix("/") else { return false }
        return nodes[FilePath(link).removingLastComponent().pushing(FilePath(target)).lexicallyNormalized().string]
            != nil
    }

    /// Writes it, in place of whatever was there.
    func write(to root: String, dockerfile: String) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: root) { try manager.removeItem(atPath: root) }
        try manager.createDirectory(atPath: root, withIntermediateDirectories: true)
        var all = nodes
        all["Dockerfile"] = .file(text: dockerfile, mode: 0o644)
        all[".dockerignore"] = .file(text: ignored.joined(separator: "\n") + "\n", mode: 0o644)
        for (path, node) in all.sorted(by: { $0.key < $1.key }) {
            let place = "\(root)/\(path)"
            switch node {
            case .directory: try manager.createDirectory(atPath: place, withIntermediateDirectories: true)
            case .link(let target): try manager.createSymbolicLink(atPath: place, withDestinationPath: target)
            case .file(let text, _): try text.write(toFile: place, atomically: false, encoding: .utf8)
            }
        }
        // From below: what is written into a directory changes its time.
        for (path, node) in all.sorted(by: { $0.key > $1.key }) {
            let mode: Int
            switch node {
            case .link: continue
            case .directory(let found), .file(_, let found): mode = found
            }
            let date = Date(timeIntervalSince1970: Double(Self.epoch + (later[path] ?? 0)))
            try manager.setAttributes(
                [.posixPermissions: mode, .modificationDate: date], ofItemAtPath: "\(root)/\(path)")
        }
    }
}

extension SeededGenerator {
    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    /// True once in so many times.
    mutating func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &self) == 0 }

    mutating func word() -> String { String(next() % 1_000_000, radix: 36) }
}
