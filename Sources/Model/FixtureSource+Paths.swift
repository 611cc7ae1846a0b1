extension FixtureSource {
    /// The same source with its relative paths made relative to the working folder.
    func resolved(against directory: String) -> FixtureSource {
        switch self {
        case .bundled(let name, let description):
            return .bundled(name: name, description: description.resolved(against: directory))
        case .git(var source):
            source.repository = source.repository.resolved(against: directory)
            source.externalDockerfile = source.externalDockerfile?.resolved(against: directory)
            return .git(source)
        }
    }
}

extension String {
    /// A path that belongs to a folder, as one of the working folder.
    func resolved(against directory: String) -> String {
        if hasPrefix("/") || directory.isEmpty { return self }
        return directory.hasSuffix("/") ? directory + self : directory + "/" + self
    }
}
