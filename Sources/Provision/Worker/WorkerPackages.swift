import Model

/// How many packages a worker has that only builds containers, beside one that carries what the fixtures need.
///
/// Computed, and nothing is installed: apt resolves both in the context of the base image, a minimal Debian, with the machine's own
/// package sources, and the packages state their installed sizes. What packages recommend is left out of both.
public struct WorkerPackages: Sendable, Equatable {
    /// One worker's packages.
    public struct Count: Sendable, Equatable {
        /// How many Debian packages it has.
        public var packages: Int
        /// What they take when they are installed, in bytes.
        public var bytes: Int

        init(_ packages: some Sequence<PackageStanza>) {
            let sizes = packages.map(\.bytes)
            self.packages = sizes.count
            bytes = sizes.reduce(0, +)
        }
    }

    /// What the generalized CI job's script needs on a worker: an engine with its client, git, and what TLS needs.
    public static let buildOnlyRoots = ["ca-certificates", "docker.io", "git"]

    /// The minimal system.
    public var bare: Count
    /// With what building containers needs.
    public var buildOnly: Count
    /// With what the fixtures need in place of that.
    public var carrying: Count
    /// Python packages that the fixtures need besides: they are in no other figure.
    public var pythonPackages: Int

    /// Computes both workers; the base image is made first if it is missing, and package lists are fetched.
    ///
    /// - Parameter list: the packages that the fixtures need.
    /// - Throws: ``PreparationError``; `CancellationError`.
    public static func compute(
        _ list: PackageList, stateDirectory: String, announce: @escaping Announce = { _ in }
    ) async throws -> WorkerPackages {
        let base = try await BaseImage(stateDirectory: stateDirectory).prepare(announce: announce)
        let store = ImageStore(stateDirectory: stateDirectory, "packages")
        return try await store.withWorkshop(needing: 256 << 20, announce: announce) { workshop in
            announce("computing what a worker needs")
            let status = try await BaseImage.status(of: base.archive, workshop)
            let apt = try AptRoot(workshop, sources: try await .discover(workshop), status: status)
            try await apt.update()
            let bare = PackageStanza.installed(in: status)
            return WorkerPackages(
                bare: Count(bare), buildOnly: try await count(bare, with: buildOnlyRoots, from: apt),
                carrying: try await count(bare, with: list.apt, from: apt),
                pythonPackages: Set(list.pip.map { $0.prefix { $0 != "=" } }).count)
        }
    }

    /// The bare system's packages and those that installing others brings, each once: a newer version takes the older one's place.
    private static func count(
        _ bare: [PackageStanza], with roots: [String], from apt: AptRoot
    ) async throws -> Count {
        let added = try await apt.stanzas(installing: roots)
        return Count(together(bare, added))
    }

    static func together(_ bare: [PackageStanza], _ added: [PackageStanza]) -> [PackageStanza] {
        var byName: [String: PackageStanza] = [:]
        for stanza in bare + added { byName[stanza.name] = stanza }
        return byName.values.sorted { $0.name < $1.name }
    }

    /// The figures as a run records them.
    public var points: [JobPoint] {
        let counts: [(worker: WorkerPoint.Worker, count: Count)] = [
            (.bare, bare), (.buildOnly, buildOnly), (.carrying, carrying),
        ]
        return counts.flatMap { worker, count in
            [
                WorkerPoint(.packages, of: worker).point(count.packages),
                WorkerPoint(.bytes, of: worker).point(count.bytes),
            ]
        } + [WorkerPoint(.pythonPackages, of: .carrying).point(pythonPackages)]
    }
}
