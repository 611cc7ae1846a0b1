import Foundation
import Testing

@testable import Housekeeping

/// What is left is judged by identity, by what may stay, and by what could be seen.
@Suite struct InventoryTests {
    private func inventory(_ visibilities: [AuditKind: Visibility] = [:], _ objects: AuditedObject...) -> Inventory {
        var inventory = Inventory()
        for kind in AuditKind.allCases {
            inventory.add(objects.filter { $0.kind == kind }, of: kind, visibilities[kind] ?? .seen)
        }
        return inventory
    }

    @Test func kindsHaveTheNamesThatResultsAreKeptUnder() {
        #expect(
            AuditKind.allCases.map(\.rawValue) == [
                "container", "image", "dangling_image", "volume", "network", "build_cache", "mount", "interface",
                "network_namespace", "cgroup", "process", "overlay_directory", "file",
            ])
    }

    @Test func identityCountsAndNotNumber() {
        let before = inventory([:], AuditedObject(.container, "a", identity: "1"), AuditedObject(.volume, "v"))
        // One went and one came, under the same name: as many as before, and yet one is left.
        let after = inventory([:], AuditedObject(.container, "a", identity: "2"), AuditedObject(.volume, "v"))
        #expect(after.leaks(since: before).map(\.identity) == ["2"])
        #expect(before.leaks(since: before) == [])
        #expect(after.leaks(since: before, besides: [AuditedObject(.container, "a", identity: "2").key]) == [])
    }

    @Test func whatIsMeantToStayIsNoLeak() {
        let after = inventory(
            [:], AuditedObject(.image, "kept:1"), AuditedObject(.image, "left:1"), AuditedObject(.buildCache, "r"),
            AuditedObject(.container, "kept:1"))
        let kept = Retained(images: ["kept:1"], buildCache: true)
        #expect(after.leaks(since: inventory(), keeping: kept).map(\.name) == ["kept:1", "left:1"])
        #expect(after.leaks(since: inventory(), keeping: kept).map(\.kind) == [.container, .image])
        #expect(after.leaks(since: inventory()).count == 4)
    }

    @Test func aKindThatWasHiddenHasNoLeaksAndIsNeverWhole() {
        let hidden: [AuditKind: Visibility] = [.mount: .hidden("far away"), .volume: .partly("unlabelled")]
        let after = inventory(hidden, AuditedObject(.mount, "/m"), AuditedObject(.volume, "v"))
        #expect(after.leaks(since: inventory(hidden)).map(\.name) == ["v"])
        // What was hidden before may always have been there.
        #expect(inventory([:], AuditedObject(.mount, "/m")).leaks(since: inventory(hidden)) == [])
        #expect(!after.visibility(of: .volume).isWhole && !after.visibility(of: .mount).isWhole)
        #expect(after.visibility(of: .container).isWhole)
        #expect(Inventory().visibility(of: .container).isHidden)
    }

    @Test func twoPlacesAreSeenAsWellAsTheWorse() {
        func together(_ visibilities: Visibility...) -> Visibility {
            var inventory = Inventory()
            for visibility in visibilities { inventory.add([], of: .file, visibility) }
            return inventory.visibility(of: .file)
        }
        #expect(together(.seen, .seen) == .seen)
        #expect(together(.seen, .hidden("x")) == .partly("x"))
        #expect(together(.hidden("x"), .seen) == .partly("x"))
        #expect(together(.hidden("x"), .hidden("y")) == .hidden("x"))
        #expect(together(.partly("x"), .seen) == .partly("x"))
    }

    @Test func anInventoryCanBeWrittenDown() throws {
        let whole = inventory(
            [.mount: .hidden("far")], AuditedObject(.image, "i:1", madeAt: Date(timeIntervalSince1970: 5)))
        let read = try JSONDecoder().decode(Inventory.self, from: JSONEncoder().encode(whole))
        #expect(read == whole)
    }
}
