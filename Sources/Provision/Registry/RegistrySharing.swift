import Foundation

/// What the repositories of a registry have in common. Sizes are file sizes, in bytes.
package struct RegistrySharing: Codable, Sendable, Equatable {
    package struct Repository: Codable, Sendable, Equatable {
        package var name: String
        /// The layers, configurations and manifests that it links: what it would take alone.
        package var bytes: Int
        /// The part of them that no other repository links.
        package var ownBytes: Int
    }

    /// By name.
    package var repositories: [Repository]
    /// All that some repository links, each item once: what they take together.
    package var together: Int

    /// What they would take if each kept its own copy.
    package var alone: Int { repositories.reduce(0) { $0 + $1.bytes } }

    /// Walks a storage directory in docker-registry's layout. Links to content that was collected count nothing.
    package static func measure(_ storage: String) -> RegistrySharing {
        var links: [String: Set<Substring>] = [:]
        for path in HostFiles.all(below: RegistryUsage.repositories(of: storage)) where path.hasSuffix("/link") {
            let parts = path.split(separator: "/")
            guard let mark = parts.firstIndex(where: { $0 == "_layers" || $0 == "_manifests" }),
                // `_layers/sha256/DIGEST/link` or `_manifests/revisions/sha256/DIGEST/link`
                parts.count == mark + (parts[mark] == "_layers" ? 4 : 5), parts[parts.count - 3] == "sha256",
                parts[mark + 1] != "tags"
            else { continue }
            links[parts[..<mark].joined(separator: "/"), default: []].insert(parts[parts.count - 2])
        }
        let users = links.values.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let sizes = users.keys.reduce(into: [Substring: Int]()) { sizes, digest in
            let path = "\(RegistryUsage.blobs(of: storage))/sha256/\(digest.prefix(2))/\(digest)/data"
            sizes[digest] = HostFiles.size(path)
        }
        func bytes(_ digests: some Sequence<Substring>) -> Int { digests.reduce(0) { $0 + (sizes[$1] ?? 0) } }
        return RegistrySharing(
            repositories: links.sorted { $0.key < $1.key }.map { name, digests in
                Repository(
                    name: name, bytes: bytes(digests), ownBytes: bytes(digests.filter { users[$0] == 1 }))
            },
            together: bytes(users.keys))
    }
}
