/// Files that say what a project depends on, by the names that package managers give them.
enum DependencyManifest {
    private static let names: Set<String> = [
        "setup.py", "setup.cfg", "pyproject.toml", "Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock",
        "environment.yml", "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
        "bun.lock", "bun.lockb", "bower.json", "composer.json", "composer.lock", "go.mod", "go.sum", "Cargo.toml",
        "Cargo.lock", "pom.xml", "build.gradle", "build.gradle.kts", "gradle.lockfile", "Package.swift",
        "Package.resolved", "mix.exs", "mix.lock", "packages.lock.json", "Podfile", "Podfile.lock",
    ]

    /// Whether a path names such a file, in any directory.
    static func isManifest(_ path: String) -> Bool {
        let name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
        if names.contains(name) || name.hasPrefix("Gemfile") || name.hasSuffix(".gemspec") { return true }
        return name.hasPrefix("requirements") && (name.hasSuffix(".txt") || name.hasSuffix(".in"))
    }
}
