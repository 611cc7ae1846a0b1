import Fixtures

/// Which of a repository's Dockerfiles a first scenario builds, and why.
struct DockerfileChoice: Sendable {
    struct Chosen: Sendable {
        var file: ReadDockerfile
        var why: String
        var isOutside = false
        var notes: [String] = []
    }

    var chosen: [Chosen] = []
    /// Paths of the others, the ones changed most often first.
    var others: [String] = []

    /// - Throws: `DraftError` if there is none.
    init(
        _ survey: RepositorySurvey, _ contents: [String: [UInt8]], _ evidence: CIEvidence, _ wanted: String?,
        _ outside: (path: String, bytes: [UInt8])?
    ) throws(DraftError) {
        if let outside {
            guard let file = ReadDockerfile(path: outside.path, outside.bytes) else {
                throw DraftError("\(outside.path) is no Dockerfile: it has no FROM")
            }
            chosen = [Chosen(file: file, why: "given by --dockerfile; it is outside the history", isOutside: true)]
            return
        }
        let links = DockerfileLinks(survey.entries, contents)
        let paths = survey.entries.filter { $0.kind == .file && DockerfileNames.isDockerfile($0.path) }.map(\.path)
        let all = Set(paths + links.targets.values).compactMap { path in
            contents[path].flatMap { ReadDockerfile(path: path, $0) }
        }
        if let wanted {
            let path = links.targets[wanted] ?? wanted
            guard let bytes = contents[path] else { throw .notThere(wanted, survey, all.map(\.path)) }
            guard let file = ReadDockerfile(path: path, bytes) else {
                throw DraftError("\(wanted) is no Dockerfile: it has no FROM")
            }
            chosen = [Chosen(file: file, why: "given by --dockerfile", notes: links.note(on: wanted))]
            others = all.map(\.path).filter { $0 != path }.sorted()
            return
        }
        guard !all.isEmpty else { throw .noDockerfile(survey, links) }
        let order = DockerfileOrder(survey, evidence)
        let sorted = all.map { (file: $0, rank: order.rank(of: $0)) }.sorted { $0.rank < $1.rank }.map(\.file)
        chosen = Self.choose(sorted, evidence, order)
        for index in chosen.indices { chosen[index].notes += links.note(to: chosen[index].file.path) }
        others = sorted.map(\.path).filter { path in !chosen.contains { $0.file.path == path } }
    }

    /// Those that CI builds; otherwise the best in the root; otherwise one of each folder.
    private static func choose(
        _ sorted: [ReadDockerfile], _ evidence: CIEvidence, _ order: DockerfileOrder
    ) -> [Chosen] {
        if sorted.count == 1 { return [Chosen(file: sorted[0], why: "the only one")] }
        let buildable = sorted.filter(order.isBuildable)
        let usable = buildable.isEmpty ? sorted : buildable
        let built = usable.compactMap { file in
            evidence.build(of: file.path).map { Chosen(file: file, why: "built by \($0.place)") }
        }
        if !built.isEmpty { return Array(built.prefix(ScenarioDraft.mostFixtures)) }
        if let root = usable.first(where: { $0.path.folder.isEmpty }) {
            return [Chosen(file: root, why: "in the root")]
        }
        var folders: Set<String> = []
        let first = usable.filter { folders.insert($0.path.folder).inserted }
        return first.prefix(ScenarioDraft.mostFixtures).map { file in
            let count = order.changes(of: file.path)
            let often = "\(count) of \(order.revisions) changes touch \(file.path.folder)"
            return Chosen(file: file, why: first.count == 1 ? often : "one of each folder; \(often)")
        }
    }
}

/// The order in which Dockerfiles are considered: by CI, by name, by how often their folders change.
struct DockerfileOrder: Sendable {
    struct Rank: Comparable {
        let words: [Int]
        let path: String

        static func < (left: Rank, right: Rank) -> Bool {
            left.words == right.words ? left.path < right.path : left.words.lexicographicallyPrecedes(right.words)
        }
    }

    private let listing: PathListing
    private let history: [[ChangedFile]]
    private let evidence: CIEvidence

    init(_ survey: RepositorySurvey, _ evidence: CIEvidence) {
        listing = PathListing(survey.entries.filter { $0.kind != .submodule }.map(\.path))
        history = Array(survey.history.dropFirst())
        self.evidence = evidence
    }

    var revisions: Int { history.count }

    /// How many changes touch the file's folder, or for one in the root the file.
    func changes(of path: String) -> Int {
        let folder = path.folder
        return history.count { files in
            files.contains { folder.isEmpty ? $0.path == path : $0.path.hasPrefix(folder + "/") }
        }
    }

    /// Whether it can be built, as far as it and the list of files say.
    func isBuildable(_ file: ReadDockerfile) -> Bool {
        let folder = evidence.build(of: file.path)?.context ?? ContextChoice(file, in: listing).folder
        return file.obstacle == nil && file.copied.allSatisfy { listing.has($0.path, in: folder) }
    }

    func rank(of file: ReadDockerfile) -> Rank {
        let name = String(file.path.lastPart)
        let byName = ["Dockerfile.ci", "Dockerfile", "Containerfile"].firstIndex(of: name) ?? 3
        let depth = file.path.count { $0 == "/" }
        let isRoot = depth == 0
        return Rank(
            words: [
                file.obstacle == nil ? 0 : 1, isBuildable(file) ? 0 : 1, evidence.build(of: file.path) == nil ? 1 : 0,
                isRoot ? 0 : 1,
                isRoot ? byName : 0, -changes(of: file.path), depth, byName,
            ], path: file.path)
    }
}
