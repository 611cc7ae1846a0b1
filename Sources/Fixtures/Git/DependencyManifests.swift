/// Which of a repository's files declare its dependencies.
struct DependencyManifests: Sendable {
    /// The files that package managers are known to read, by their names, in any folder.
    static let known = DependencyManifests(rules: nil)

    private static let names: Set<String> = [
        "setup.py", "setup.cfg", "pyproject.toml", "Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock",
        "environment.yml", "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
        "bun.lock", "bun.lockb", "bower.json", "composer.json", "composer.lock", "go.mod", "go.sum", "Cargo.toml",
        "Cargo.lock", "pom.xml", "build.gradle", "build.gradle.kts", "gradle.lockfile", "Package.swift",
        "Package.resolved", "mix.exs", "mix.lock", "packages.lock.json", "Podfile", "Podfile.lock",
    ]

    /// What an ignore file would exclude; nil: the known names.
    private let rules: IgnoreRules?

    private init(rules: IgnoreRules?) { self.rules = rules }

    /// - Parameter patterns: lines of an ignore file, for paths inside the repository.
    /// - Throws: `FixtureError` (`ignoreRulesInvalid`) with the number of a line that is no pattern.
    init(_ patterns: [String]) throws {
        let lines = Array(patterns.joined(separator: "\n").utf8)
        rules = try IgnoreRules(parsing: lines, file: "manifests", dialect: .docker23)
    }

    /// - Parameter path: a file's path inside the repository.
    func contains(_ path: String) -> Bool {
        guard let rules else { return Self.isKnown(path) }
        return rules.verdict(on: path.utf8, parent: nil).isExcluded
    }

    private static func isKnown(_ path: String) -> Bool {
        let name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
        if names.contains(name) || name.hasPrefix("Gemfile") || name.hasSuffix(".gemspec") { return true }
        return name.hasPrefix("requirements") && (name.hasSuffix(".txt") || name.hasSuffix(".in"))
    }
}
