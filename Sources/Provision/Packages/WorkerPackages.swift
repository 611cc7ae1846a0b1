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

    /// What the generalized CI job's script needs on a worker.
    package static let buildOnlyRoots = ["ca-certificates", "docker.io", "git"]

    package var bare: Count
    package var buildOnly: Count
    /// The base system with what the fixtures need, instead of the build-only packages.
    package var carrying: Count
    /// Python packages that the fixtures need in addition; no other figure includes them.
    package var pythonPackages: Int

    /// Computes both workers; makes the base image if it is missing, and fetches package lists.
    package static func compute(
        _ list: PackageList, stateDirectory: String, announce: @escaping Announce = { _ in }
    ) async throws -> WorkerPackages {
        let base = try await BaseImage(stateDirectory: stateDirectory).prepare(announce: announce)
        let store = ImageStore(stateDirectory: stateDirectory, "packages")
        return try await store.withWorkshop(needing: 256 << 20, announce: announce) { workshop in
            announce("computing what a worker needs")
            let apt = try await AptRoot.updated(workshop, for: base)
            let bare = PackageStanza.installed(in: apt.status)
            // A newer version replaces the older.
            func count(with roots: [String]) async throws -> Count {
                Count(together(bare, try await apt.stanzas(installing: roots)))
            }
            return WorkerPackages(
                bare: Count(bare), buildOnly: try await count(with: buildOnlyRoots),
                carrying: try await count(with: list.apt),
                pythonPackages: Set(list.pip.map { $0.prefix { $0 != "=" } }).count)
        }
    }

    static func together(_ bare: [PackageStanza], _ added: [PackageStanza]) -> [PackageStanza] {
        Dictionary((bare + added).map { ($0.name, $0) }) { $1 }.values.sorted { $0.name < $1.name }
    }

    package var points: [JobPoint] {
        let counts: [(worker: WorkerPoint.Worker, count: Count)] = [
            (.bare, bare), (.buildOnly, buildOnly), (.carrying, carrying),
        ]
        let sizes = counts.flatMap { worker, count in
            [
                WorkerPoint(.packages, of: worker).point(count.packages),
                WorkerPoint(.bytes, of: worker).point(count.bytes),
            ]
        }
        return sizes + [WorkerPoint(.pythonPackages, of: .carrying).point(pythonPackages)]
    }
}

/// A package's fields, from dpkg's status file or the output of `apt-cache show`.
struct PackageStanza: Sendable, Equatable {
    let name: String
    let version: String
    /// Installed size, in bytes: Debian's `Installed-Size`, an estimate in KiB (Debian Policy, 5.6.20).
    let bytes: Int
    /// dpkg's status; nil outside a status file.
    let status: String?

    /// The stanzas of a text; skips those without a name, version or size.
    static func all(in text: String) -> [PackageStanza] {
        fields(in: text).compactMap { fields in
            guard let name = fields["Package"], let version = fields["Version"],
                let kibibytes = fields["Installed-Size"].flatMap({ Int($0) })
            else { return nil }
            return PackageStanza(name: name, version: version, bytes: kibibytes << 10, status: fields["Status"])
        }
    }

    static func installed(in text: String) -> [PackageStanza] {
        all(in: text).filter { $0.status?.hasSuffix(" installed") == true }
    }

    /// The packages of a text, as `name version`.
    static func names(in text: String, where isMeant: ([String: String]) -> Bool = { _ in true }) -> [String] {
        fields(in: text).filter(isMeant).compactMap { fields in
            fields["Package"].flatMap { name in fields["Version"].map { "\(name) \($0)" } }
        }
    }

    /// The fields of each stanza, without the lines that continue one.
    static func fields(in text: String) -> [[String: String]] {
        text.split(separator: "\n\n").map { stanza in
            var fields: [String: String] = [:]
            for line in stanza.split(separator: "\n") where !line.hasPrefix(" ") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[String(line[..<colon])] = String(line[line.index(after: colon)...].drop { $0 == " " })
            }
            return fields
        }
    }
}
