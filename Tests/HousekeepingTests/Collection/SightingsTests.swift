import Foundation
import Testing

@testable import Housekeeping

@Suite struct SightingsTests {
    private func image(_ id: String, _ sign: LastUse.Sign, hours: Double) -> CollectableImage {
        CollectableImage(id: id, createdAt: hoursAgo(9000), lastUse: LastUse(at: hoursAgo(hours), sign: sign))
    }

    @Test func usesThatTheEngineForgetsAreKept() {
        let first = Sightings().adding(CollectionInventory(images: [image("ran", .run, hours: 5)]), at: hoursAgo(4))
        #expect(first.uses(of: "ran") == [LastUse(at: hoursAgo(5), sign: .seenRunning)])
        // The container is gone, and another image was pulled, whose own date is that of its making.
        let pulled = image("pulled", .made, hours: 9000)
        let second = first.adding(
            CollectionInventory(images: [image("ran", .made, hours: 9000), pulled]), at: hoursAgo(1))
        #expect(second.uses(of: "ran") == [LastUse(at: hoursAgo(5), sign: .seenRunning)])
        #expect(second.uses(of: "pulled") == [LastUse(at: hoursAgo(1), sign: .seenFirst)])
        #expect(second.adding(CollectionInventory(images: [pulled]), at: noon).uses(of: "ran").isEmpty)
    }

    @Test func whatWasThereBeforeAnybodyLookedIsNotNew() {
        let first = Sightings().adding(CollectionInventory(images: [image("old", .made, hours: 900)]), at: noon)
        #expect(first.uses(of: "old").isEmpty)
    }

    @Test func theyOutliveTheProcessAndDamage() throws {
        let folder = NSTemporaryDirectory() + "plimsoll sightings-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = SightingsFile(stateDirectory: folder, engine: "ABCD")
        #expect(try file.load() == Sightings())
        let seen = Sightings().adding(CollectionInventory(images: [image("ran", .run, hours: 5)]), at: noon)
        try file.save(seen)
        #expect(try file.load() == seen)
        // What a Plimsoll wrote that knew no versions.
        let path = folder + "/collections/ABCD.json"
        try #"{"images":{"ran":{"used":1799982000}}}"#.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try file.load().uses(of: "ran") == [LastUse(at: hoursAgo(5), sign: .seenRunning)])
        for (text, word) in [
            ("{ not json", "damaged"), ("", "damaged"), (#"{"images":{},"version":2}"#, "newer Plimsoll"),
        ] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let error = #expect(throws: CollectionError.self) { try file.load() }
            #expect(error?.code == .sightings && error?.message.contains(word) == true, "\(text)")
        }
    }
}
