import Model

/// A random tree with a random ignore file, made to meet: the patterns are made from the tree's own paths.
struct RandomContext {
    let files: [String]
    let ignore: String
    let dockerfile: String

    private static let names = [
        "a", "b", "ab", "foo", "bar.txt", "b.log", "é", "x y", "a+b", "[z]", ".hid", "c.d.e", "D", "#n", "!m", "(q)",
        "s$",
    ]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "random context")
        var paths: Set<String> = []
        for _ in 0..<Int.random(in: 3...16, using: &generator) {
            let depth = Int.random(in: 1...4, using: &generator)
            let path = (0..<depth).map { _ in Self.pick(Self.names, &generator) }.joined(separator: "/")
            let isFree = !paths.contains { $0 == path || $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
            if isFree { paths.insert(path) }
        }
        files = paths.sorted()
        let directories = files.compactMap(Self.parent)
        // Docker itself loses a Dockerfile in a directory whose name reads as a pattern.
        let plain = directories.filter { !$0.contains { "[]+()$!#".contains($0) } }
        let place = Bool.random(using: &generator) ? "" : plain.randomElement(using: &generator).map { $0 + "/" }
        dockerfile = (place ?? "") + "Dockerfile"
        let all = files + directories + ["Dockerfile", ".dockerignore", "nothing/here"]
        var lines = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            Self.line(Self.pick(all, &generator), &generator)
        }
        if Int.random(in: 0..<8, using: &generator) == 0 { lines[0] = "\u{FEFF}" + lines[0] }
        ignore = lines.joined(separator: Int.random(in: 0..<6, using: &generator) == 0 ? "\r\n" : "\n")
    }

    private static func parent(of path: String) -> String? {
        path.lastIndex(of: "/").map { String(path[..<$0]) }
    }

    private static func line(_ path: String, _ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<24, using: &generator) {
        case 0: return "# a comment"
        case 1: return "   "
        case 2: return pick(["*", "**", "*/*", "**/*", ".", "/", "..", "*/", "**/", "./*"], &generator)
        case 3: return pick(["[", "a[", "!", "! ", "x\\", "[]a]", "[a-]", "[b-a]", "!/"], &generator)
        default: break
        }
        var components = path.split(separator: "/").map { component(String($0), &generator) }
        if Int.random(in: 0..<5, using: &generator) == 0 { components.removeLast(components.count / 2) }
        if Int.random(in: 0..<5, using: &generator) == 0 {
            let place = Int.random(in: 0...components.count, using: &generator)
            components.insert(pick(["**", "*", ".", "x/.."], &generator), at: place)
        }
        if Int.random(in: 0..<10, using: &generator) == 0 { components.removeFirst(components.count / 2) }
        let exception = Int.random(in: 0..<3, using: &generator) == 0 ? pick(["!", "!", "! ", " !"], &generator) : ""
        let front = pick(["", "", "", "", "/", "./", " ", "//"], &generator)
        let back = pick(["", "", "", "", "/", "/.", " ", "/**", "\t"], &generator)
        return exception + front + components.joined(separator: "/") + back
    }

    /// A component as it is, or blurred by a wildcard.
    private static func component(_ name: String, _ generator: inout SeededGenerator) -> String {
        let letters = name.map { "*?[]\\+()|{}^$".contains($0) ? "\\\($0)" : String($0) }
        var pieces = letters
        let place = Int.random(in: 0..<pieces.count, using: &generator)
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: return "*"
        case 1: return "**"
        case 2: pieces[place] = "?"
        case 3: pieces[place] = "*"
        case 4: pieces[place] = pick(["[a-f]", "[^a]", "[!a-z]", "[a-z\\]]", "[é]", "[^/]", "[.+$]"], &generator)
        case 5: pieces.insert("*", at: place)
        case 6: pieces.insert("**", at: place)
        case 7: return "***"
        case 8: pieces[place] = pick(["\\.", "\\*", "\\-", "\\_"], &generator)
        case 9: return String(name.prefix(1)) == "[" ? "*" : pieces[0] + "*"
        default: break
        }
        return pieces.joined()
    }

    private static func pick(_ choices: [String], _ generator: inout SeededGenerator) -> String {
        choices.randomElement(using: &generator) ?? ""
    }
}
