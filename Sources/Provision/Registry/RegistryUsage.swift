import Foundation

/// A registry's content by kind. Sizes are file sizes, in bytes.
package struct RegistryUsage: Codable, Sendable, Equatable {
    package var repositories = 0
    package var tags = 0
    package var manifests = 0
    package var manifestBytes = 0
    /// All other pushed content: layers and configurations, each counted once, however many repositories refer to it.
    package var blobs = 0
    package var blobBytes = 0
    /// Uploads that were begun and never finished.
    package var uploads = 0
    package var uploadBytes = 0

    /// The total without the links between the parts, some 70 bytes each.
    package var bytes: Int { manifestBytes + blobBytes + uploadBytes }
    init() {}

    /// Walks a storage directory in docker-registry's layout; skips files that disappear meanwhile.
    package static func measure(_ storage: String) -> RegistryUsage {
        var usage = RegistryUsage()
        var manifests: Set<Substring> = []
        let paths = HostFiles.all(below: repositories(of: storage))
        for path in paths {
            let parts = path.split(separator: "/")
            guard let kind = parts.firstIndex(where: { $0 == "_manifests" || $0 == "_uploads" }) else { continue }
            let inside = Array(parts[(kind + 1)...])
            switch (parts[kind], inside.first, inside.last) {
            case ("_manifests", "tags", "link") where inside.count == 4 && inside[2] == "current": usage.tags += 1
            case ("_manifests", "revisions", "link"): manifests.insert(inside.dropLast().last ?? "")
            case ("_uploads", _, "data"):
                usage.uploads += 1
                usage.uploadBytes += HostFiles.size("\(repositories(of: storage))/\(path)") ?? 0
            default: break
            }
        }
        usage.repositories = repositoryNames(paths).count
        for path in HostFiles.all(below: blobs(of: storage)) where path.hasSuffix("/data") {
            let bytes = HostFiles.size("\(blobs(of: storage))/\(path)") ?? 0
            if manifests.contains(path.split(separator: "/").dropLast().last ?? "") {
                usage.manifests += 1
                usage.manifestBytes += bytes
            } else {
                usage.blobs += 1
                usage.blobBytes += bytes
            }
        }
        return usage
    }

    /// The directories of all tags except the `count` pushed last in each repository.
    static func tags(of storage: String, besidesNewest count: Int) -> [String] {
        repositoryNames(HostFiles.all(below: repositories(of: storage))).flatMap { name -> [String] in
            let directory = "\(repositories(of: storage))/\(name)/_manifests/tags"
            let dated = HostFiles.names(in: directory).map { tag in
                (HostFiles.modified("\(directory)/\(tag)/current/link") ?? 0, tag)
            }
            return dated.sorted { $0 > $1 }.dropFirst(count).map { "\(directory)/\($0.1)" }
        }
    }

    /// The images that have a name, as `REPOSITORY:TAG`, in alphabetical order.
    package static func images(of storage: String) -> [String] {
        HostFiles.all(below: repositories(of: storage)).compactMap { path in
            path.firstMatch(of: /^(.+)\/_manifests\/tags\/([^\/]+)\/current\/link$/).map {
                "\($0.output.1):\($0.output.2)"
            }
        }.sorted()
    }

    static func uploads(of storage: String) -> [String] {
        let root = repositories(of: storage)
        return HostFiles.all(below: root).filter { $0.split(separator: "/").dropLast().last == "_uploads" }
            .map { "\(root)/\($0)" }
    }

    static func repositories(of storage: String) -> String { "\(storage)/docker/registry/v2/repositories" }
    /// Where docker-registry stores content, each item once.
    static func blobs(of storage: String) -> String { "\(storage)/docker/registry/v2/blobs" }

    /// The repositories that have a tag; their names may contain slashes.
    private static func repositoryNames(_ paths: [String]) -> [String] {
        let names = paths.compactMap { path in
            path.range(of: "/_manifests/tags/").map { String(path[..<$0.lowerBound]) }
        }
        return Set(names).sorted()
    }
}

/// Traffic between a registry and an engine, in bytes: the kernel's counts on the pair of interfaces that only these
/// two share. It includes protocol overhead.
package struct RegistryTraffic: Codable, Sendable, Equatable {
    /// From the engine to the registry: pushed content and requests.
    package var received: Int
    /// From the registry to the engine: pulled content and answers.
    package var sent: Int

    package var total: Int { received + sent }

    /// The counts of each interface in a process's network namespace; empty when there is no such process.
    static func ofInterfaces(process pid: Int32) -> [String: RegistryTraffic] {
        parse(HostFiles.text("/proc/\(pid)/net/dev") ?? "")
    }

    /// Reads `/proc/net/dev`: a name and sixteen counts; the first is bytes received, the ninth bytes sent.
    static func parse(_ text: String) -> [String: RegistryTraffic] {
        text.split(separator: "\n").reduce(into: [:]) { counts, line in
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { return }
            let fields = halves[1].split(separator: " ")
            guard fields.count >= 9, let received = Int(fields[0]), let sent = Int(fields[8]) else { return }
            counts[halves[0].trimmingCharacters(in: .whitespaces)] = RegistryTraffic(received: received, sent: sent)
        }
    }
}

package struct RegistryCollection: Codable, Sendable, Equatable {
    /// Tags removed before the collection.
    package var forgottenTags: Int
    package var before: RegistryUsage
    package var after: RegistryUsage
    /// Duration of the registry's own collector, including the stop of its server, in seconds.
    package var collecting: Double
    /// Time during which nothing could be pulled or pushed, in seconds.
    package var blocked: Double

    package var freedBytes: Int { before.bytes - after.bytes }
}
