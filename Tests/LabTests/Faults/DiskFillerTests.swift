import Foundation
import Provision
import Testing

@testable import Lab

/// Files of reserved blocks, on the filesystem of the temporary directory: only little of it is taken.
@Suite struct DiskFillerTests {
    @Test func whatIsLeftFreeStays() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-filler-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // More than there is: nothing may be taken.
        let filler = try DiskFiller(in: folder, leaving: Int.max)
        let file = folder + "/filler"
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int == 0)
        filler.remove()
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    /// Others write to the filesystem meanwhile.
    @Test func theRestIsTaken() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-filler-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let free = try #require(FilesystemUsage(path: folder)?.free)
        let filler = try DiskFiller(in: folder, leaving: free - (64 << 20))
        let size = try FileManager.default.attributesOfItem(atPath: folder + "/filler")[.size] as? Int ?? 0
        #expect((32 << 20..<96 << 20).contains(size), "\(size)")
        filler.remove()
    }
}
