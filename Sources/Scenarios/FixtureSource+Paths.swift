extension FixtureSource {
    /// The same source with its relative paths made relative to the working folder.
    func resolved(against directory: String) -> FixtureSource {
        func resolve(_ path: String) -> String {
            if path.hasPrefix("/") || directory.isEmpty { return path }
            return directory.hasSuffix("/") ? directory + path : directory + "/" + path
        }
        switch self {
        case .bundled(let name, let description):
            return .bundled(name: name, description: resolve(description))
        case .git(var source):
            source.repository = resolve(source.repository)
            source.externalDockerfile = source.externalDockerfile.map(resolve)
            return .git(source)
        }
    }
}
