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

    /// Walks a storage directory in docker-registry's layout; all zero if nothing was pushed yet.
    ///
    /// Skips files that disappear during the walk.
    package static func measure(_ storage: String) -> RegistryUsage {
        var usage = RegistryUsage()
        var manifests: Set<String> = []
        for path in files(under: repositories(of: storage)) {
            let parts = path.split(separator: "/")
            guard let kind = parts.firstIndex(where: { $0 == "_manifests" || $0 == "_uploads" }) else { continue }
            let inside = parts[(kind + 1)...]
            switch (parts[kind], inside.first, inside.last) {
            case ("_manifests", "tags", "link") where inside.count == 4 && inside.dropFirst(2).first == "current":
                usage.tags += 1
            case ("_manifests", "revisions", "link"): manifests.insert(String(inside.dropLast().last ?? ""))
            case ("_uploads", _, "data"):
                usage.uploads += 1
                usage.uploadBytes += size("\(repositories(of: storage))/\(path)")
            default: break
            }
        }
        usage.repositories = repositoryNames(storage).count
        for path in files(under: blobs(of: storage)) where path.hasSuffix("/data") {
            let digest = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
            let bytes = size("\(blobs(of: storage))/\(path)")
            if manifests.contains(digest) {
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
        repositoryNames(storage).flatMap { name -> [String] in
            let directory = "\(repositories(of: storage))/\(name)/_manifests/tags"
            let tags = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            let dated = tags.map { tag -> (tag: String, at: Double) in
                var information = stat()
                guard stat("\(directory)/\(tag)/current/link", &information) == 0 else { return (tag, 0) }
                return (tag, Double(information.st_mtim.tv_sec) + Double(information.st_mtim.tv_nsec) * 1e-9)
            }
            return dated.sorted { ($0.at, $0.tag) > ($1.at, $1.tag) }.dropFirst(count).map { "\(directory)/\($0.tag)" }
        }
    }

    static func uploads(of storage: String) -> [String] {
        files(under: repositories(of: storage)).filter { path in
            path.split(separator: "/").dropLast().last == "_uploads"
        }.map { "\(repositories(of: storage))/\($0)" }
    }

    static func repositories(of storage: String) -> String { "\(root(of: storage))/repositories" }

    /// Where docker-registry stores content, each item once.
    static func blobs(of storage: String) -> String { "\(root(of: storage))/blobs" }

    private static func root(of storage: String) -> String { "\(storage)/docker/registry/v2" }

    /// The repositories that have a tag; their names may contain slashes.
    private static func repositoryNames(_ storage: String) -> [String] {
        let mark = "/_manifests/tags/"
        let names = files(under: repositories(of: storage)).compactMap { path in
            path.range(of: mark).map { String(path[..<$0.lowerBound]) }
        }
        return Set(names).sorted()
    }

    private static func files(under directory: String) -> [String] {
        FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
    }

    private static func size(_ path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }
}

/// Traffic between a registry and an engine, in bytes: the kernel's counts on the pair of interfaces that only these
/// two share. It includes content and protocol overhead.
package struct RegistryTraffic: Codable, Sendable, Equatable {
    /// From the engine to the registry: pushed content and requests.
    package var received: Int
    /// From the registry to the engine: pulled content and answers.
    package var sent: Int

    package var total: Int { received + sent }

    /// The counts of each interface in a process's network namespace; empty when there is no such process.
    static func ofInterfaces(process pid: Int32) -> [String: RegistryTraffic] {
        parse((try? String(contentsOfFile: "/proc/\(pid)/net/dev", encoding: .utf8)) ?? "")
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
