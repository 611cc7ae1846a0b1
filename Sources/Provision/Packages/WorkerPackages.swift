import Model

/// Package counts of a worker that only builds containers, and of one that has what the fixtures need.
///
/// Computed without installing. apt resolves both against the base image, a minimal Debian, with the machine's own
/// package sources. Sizes are the packages' stated installed sizes. Recommended packages are left out of both.
package struct WorkerPackages: Sendable, Equatable {
    package struct Count: Sendable, Equatable {
        package var packages: Int
        /// Installed size, in bytes.
        package var bytes: Int

        init(_ packages: some Sequence<PackageStanza>) {
            let sizes = packages.map(\.bytes)
            self.packages = sizes.count
            bytes = sizes.reduce(0, +)
        }
    }

    /// What the generalized CI job's script needs on a worker: an engine with its client, git, and certificates for
    /// TLS.
    package static let buildOnlyRoots = ["ca-certificates", "docker.io", "git"]

    package var bare: Count
    package var buildOnly: Count
    /// The base system with what the fixtures need, instead of the build-only packages.
    package var carrying: Count
    /// Python packages that the fixtures need in addition; no other figure includes them.
    package var pythonPackages: Int

    /// Computes both workers; makes the base image if it is missing, and fetches package lists.
    /// - Parameter list: the packages that the fixtures need.
    /// - Throws: ``PreparationError``; `CancellationError`.
    package static func compute(
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

    /// The bare system's packages and those added by installing `roots`, each once; a newer version replaces the older.
    private static func count(_ bare: [PackageStanza], with roots: [String], from apt: AptRoot) async throws -> Count {
        let added = try await apt.stanzas(installing: roots)
        return Count(together(bare, added))
    }

    static func together(_ bare: [PackageStanza], _ added: [PackageStanza]) -> [PackageStanza] {
        var byName: [String: PackageStanza] = [:]
        for stanza in bare + added { byName[stanza.name] = stanza }
        return byName.values.sorted { $0.name < $1.name }
    }

    /// The figures as a run records them.
    package var points: [JobPoint] {
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

/// What apt would install, from the output of `apt-get --simulate install`.
struct SimulatedInstall: Sendable, Equatable {
    /// The packages with their versions, in apt's order; includes those that would only be upgraded.
    let packages: [(name: String, version: String)]

    /// Reads lines such as `Inst make (4.3-4.1 Debian:12.9/stable [amd64])` and `Inst apt [2.6.0] (2.6.1 …)`.
    init(_ text: String) {
        packages = text.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: #/Inst (\S+) (?:\[\S+\] )?\((\S+) .*/#)?.output else { return nil }
            return (String(match.1), String(match.2))
        }
    }

    static func == (left: SimulatedInstall, right: SimulatedInstall) -> Bool {
        left.packages.elementsEqual(right.packages) { $0 == $1 }
    }
}

/// A package's fields, from dpkg's status file or the output of `apt-cache show`.
struct PackageStanza: Sendable, Equatable {
    let name: String
    let version: String
    /// Installed size, in bytes: Debian's `Installed-Size`, which counts KiB and is an estimate (Debian Policy,
    /// 5.6.20).
    let bytes: Int
    /// dpkg's status; nil outside a status file.
    let status: String?

    /// The stanzas of a text; skips those without a name, version or size.
    static func all(in text: String) -> [PackageStanza] {
        text.split(separator: "\n\n").compactMap { stanza in
            var fields: [Substring: String] = [:]
            for line in stanza.split(separator: "\n") where !line.hasPrefix(" ") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[line[..<colon]] = String(line[line.index(after: colon)...].drop { $0 == " " })
            }
            guard let name = fields["Package"], let version = fields["Version"],
                let kibibytes = fields["Installed-Size"].flatMap({ Int($0) })
            else { return nil }
            return PackageStanza(name: name, version: version, bytes: kibibytes << 10, status: fields["Status"])
        }
    }

    static func installed(in text: String) -> [PackageStanza] {
        all(in: text).filter { $0.status?.hasSuffix(" installed") == true }
    }
}
