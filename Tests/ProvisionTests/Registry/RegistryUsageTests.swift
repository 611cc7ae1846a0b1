import Foundation
import Testing

@testable import Provision

/// A storage as docker-registry lays it out, planted.
@Suite struct RegistryUsageTests {
    private let layer = String(repeating: "a", count: 64)
    private let manifest = String(repeating: "b", count: 64)
    private let orphan = String(repeating: "c", count: 64)

    private func plantStorage(_ storage: String) throws {
        let root = "\(storage)/docker/registry/v2"
        for (digest, bytes) in [(layer, 1000), (manifest, 200), (orphan, 30)] {
            try plant(
                String(repeating: "x", count: bytes), at: "\(root)/blobs/sha256/\(digest.prefix(2))/\(digest)/data")
        }
        // Two repositories share the layer and the manifest; one has a name of several parts.
        for name in ["scap", "team/with/parts"] {
            let repository = "\(root)/repositories/\(name)"
            try plant("sha256:\(manifest)", at: "\(repository)/_manifests/revisions/sha256/\(manifest)/link")
            try plant("sha256:\(layer)", at: "\(repository)/_layers/sha256/\(layer)/link")
            try plant("sha256:\(manifest)", at: "\(repository)/_manifests/tags/one/current/link")
            try plant("sha256:\(manifest)", at: "\(repository)/_manifests/tags/one/index/sha256/\(manifest)/link")
        }
        try plant("sha256:\(manifest)", at: "\(root)/repositories/scap/_manifests/tags/two/current/link")
        try plant("cut", at: "\(root)/repositories/scap/_uploads/1f/data")
        try plant("2026", at: "\(root)/repositories/scap/_uploads/1f/startedat")
    }

    @Test func everyPartIsCountedOnceAndInItsColumn() throws {
        try withTemporaryDirectory { storage in
            try plantStorage(storage)
            let usage = RegistryUsage.measure(storage)
            #expect(usage.repositories == 2 && usage.tags == 3)
            #expect(usage.manifests == 1 && usage.manifestBytes == 200)
            #expect(usage.blobs == 2 && usage.blobBytes == 1030)
            #expect(usage.uploads == 1 && usage.uploadBytes == 3)
            #expect(usage.bytes == 1233)
        }
    }

    @Test func theNewestNamesStay() throws {
        try withTemporaryDirectory { storage in
            try plantStorage(storage)
            let tags = "\(RegistryUsage.repositories(of: storage))/scap/_manifests/tags"
            let old = Date(timeIntervalSince1970: 1000)
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: "\(tags)/two/current/link")
            #expect(RegistryUsage.tags(of: storage, besidesNewest: 1) == ["\(tags)/two"])
            #expect(RegistryUsage.tags(of: storage, besidesNewest: 2) == [])
            #expect(RegistryUsage.tags(of: storage, besidesNewest: 0).count == 3)
        }
    }

    /// The layer and the manifest are linked by two repositories, and each is there once; nobody links the orphan.
    @Test func whatRepositoriesShareIsCountedOnceTogether() throws {
        try withTemporaryDirectory { storage in
            try plantStorage(storage)
            let own = String(repeating: "d", count: 64)
            let root = "\(storage)/docker/registry/v2"
            try plant(String(repeating: "y", count: 50), at: "\(root)/blobs/sha256/dd/\(own)/data")
            for digest in [own, String(repeating: "e", count: 64)] {
                try plant("sha256:\(digest)", at: "\(root)/repositories/scap/_layers/sha256/\(digest)/link")
            }
            let sharing = RegistrySharing.measure(storage)
            #expect(
                sharing.repositories == [
                    .init(name: "scap", bytes: 1250, ownBytes: 50),
                    .init(name: "team/with/parts", bytes: 1200, ownBytes: 0),
                ])
            #expect(sharing.together == 1250 && sharing.alone == 2450)
        }
    }

    @Test func imagesAreThoseThatHaveAName() throws {
        try withTemporaryDirectory { storage in
            try plantStorage(storage)
            #expect(RegistryUsage.images(of: storage) == ["scap:one", "scap:two", "team/with/parts:one"])
        }
    }

    @Test func uploadsThatWereCutAreFound() throws {
        try withTemporaryDirectory { storage in
            try plantStorage(storage)
            #expect(
                RegistryUsage.uploads(of: storage)
                    == ["\(RegistryUsage.repositories(of: storage))/scap/_uploads/1f"])
        }
    }

    @Test func nothingIsNothing() {
        #expect(RegistryUsage.measure("/nowhere/at/all") == RegistryUsage())
        #expect(RegistryUsage.tags(of: "/nowhere/at/all", besidesNewest: 0) == [])
        #expect(RegistryUsage.images(of: "/nowhere/at/all") == [])
        #expect(RegistrySharing.measure("/nowhere/at/all") == RegistrySharing(repositories: [], together: 0))
    }
}
