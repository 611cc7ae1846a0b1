import Glibc

/// The paths of a repository's newest revision.
struct PathListing: Sendable {
    let files: Set<String>
    let folders: Set<String>

    init(_ paths: some Sequence<String>) {
        files = Set(paths)
        var folders: Set<String> = [""]
        for path in files {
            var folder = path.folder
            while folders.insert(folder).inserted { folder = folder.folder }
        }
        self.folders = folders
    }

    /// Whether `COPY` finds something at a path or a pattern, as written, in a context's folder.
    func has(_ written: String, in folder: String) -> Bool {
        guard let path = written.joined(to: folder) else { return false }
        if files.contains(path) || folders.contains(path) { return true }
        guard written.contains(where: { "*?[".contains($0) }) else { return false }
        return files.contains { fnmatch(path, $0, FNM_PATHNAME) == 0 }
            || folders.contains { fnmatch(path, $0, FNM_PATHNAME) == 0 }
    }
}

/// The folder of the repository that is sent to a Dockerfile's builds.
struct ContextChoice: Sendable {
    /// Empty for all of the repository.
    let folder: String
    let why: String

    /// The folder that has most of what the Dockerfile copies: its own, or one above it. Where that does not decide, its own
    /// if other files than Dockerfiles are in it that look like a project's, otherwise all of the repository.
    init(_ file: ReadDockerfile, in listing: PathListing) {
        guard !file.path.folder.isEmpty else {
            self.init(folder: "", why: "the Dockerfile's folder")
            return
        }
        var folders = [file.path.folder]
        while let folder = folders.last, !folder.isEmpty { folders.append(folder.folder) }
        let found = folders.map { folder in file.copied.count { listing.has($0.path, in: folder) } }
        let most = found.max() ?? 0
        let best = zip(folders, found).filter { $0.1 == most }.map { $0.0 }
        if best.count == 1 {
            self.init(folder: best[0], why: "it has what the Dockerfile copies")
        } else if best.contains(file.path.folder), Self.holdsProject(file.path.folder, listing) {
            self.init(folder: file.path.folder, why: "the Dockerfile's folder has a project's files")
        } else {
            self.init(folder: best.last ?? "", why: "the Dockerfile's folder has no project's files")
        }
    }

    init(folder: String, why: String) {
        (self.folder, self.why) = (folder, why)
    }

    /// Whether a folder has sources or manifests of its own, besides what belongs to Dockerfiles.
    private static func holdsProject(_ folder: String, _ listing: PathListing) -> Bool {
        let besides = [".dockerignore", ".sh", ".conf", ".md", ".yml", ".yaml", ".env", ".json"]
        return listing.files.contains { path in
            guard path.hasPrefix(folder + "/"), !DockerfileNames.isDockerfile(path) else { return false }
            return RepositoryFiles.isManifest(path) || !besides.contains(where: path.hasSuffix)
        }
    }
}
