import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Housekeeping

/// A dry run says what a collection would do, and both refuse where what they see cannot be kept.
@Suite struct DryRunTests {
    private func withState<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = NSTemporaryDirectory() + "plimsoll dry-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// Hands over a collector at noon of the stub's engine that keeps images of the last hour.
    private func withCollector(
        _ things: StoredThings, _ policy: CollectionPolicy, state: String,
        rules: CollectionRules = CollectionRules(scope: .marked, minimumAge: 3600),
        _ body: @Sendable (Collector) async throws -> Void
    ) async throws {
        try await StubEngine.withServer(things.routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let collector = Collector(
                    of: client, policy: policy, rules: rules,
                    sightings: SightingsFile(stateDirectory: state, engine: "ABCD"), clock: { noon })
                try await body(collector)
            }
        }
    }

    private func old(_ id: String) -> StoredThings.Image {
        StoredThings.Image(id: "sha256:\(id)", tags: ["ci/\(id):1"], layers: [(id, 100)])
    }

    /// Notes an earlier collection that saw these images an hour and a half before noon, or longer ago.
    private func note(_ images: [String], in state: String) throws {
        let inventory = CollectionInventory(
            images: images.map {
                CollectableImage(id: $0, createdAt: hoursAgo(9000), lastUse: LastUse(at: hoursAgo(9000), sign: .made))
            })
        try SightingsFile(stateDirectory: state, engine: "ABCD").save(Sightings().adding(inventory, at: hoursAgo(1.5)))
    }

    @Test func aJustLoadedImageWithAnOldDateStaysInBoth() async throws {
        try await withState { state in
            try note(["sha256:known"], in: state)
            let things = StoredThings(images: [old("known"), old("loaded")])
            try await withCollector(things, .pruneAll, state: state) { collector in
                let planned = try await collector.plan()
                #expect(planned.going == ["sha256:known"] && planned.reason("sha256:loaded") == .young)
                let outcome = try await collector.collect(under: nil)
                #expect(outcome.removed.map(\.planned.id) == ["sha256:known"])
            }
            #expect(things.images == ["sha256:loaded"])
        }
    }

    /// Label and name agree on what Plimsoll made; what carries its label alone is somebody's who built upon it.
    @Test func withoutAScopeBothTakeWhatPlimsollMadeAndNothingElse() async throws {
        try await withState { state in
            var base = old("base")
            base.tags = ["plimsoll/scap:0d9e3c1e-1"]
            base.labels = PlimsollLabel.labels(owner: "0d9e3c1e-3f6b-4a43-9d0e-6a1f2f6f7c11")
            var upon = old("upon")
            upon.labels = base.labels
            var loaded = base
            loaded.id = "sha256:loaded"
            loaded.tags = ["plimsoll/scap:0d9e3c1e-2"]
            try note(["sha256:base", "sha256:upon", "sha256:marked"], in: state)
            let things = StoredThings(images: [base, upon, loaded, old("marked")])
            try await withCollector(things, .pruneAll, state: state, rules: CollectionRules()) { collector in
                let planned = try await collector.plan()
                #expect(planned.going == ["sha256:base"] && planned.reason("sha256:loaded") == .young)
                #expect(planned.reason("sha256:upon") == .outOfScope && planned.reason("sha256:marked") == .outOfScope)
                let outcome = try await collector.collect(under: nil)
                #expect(outcome.removed.map(\.planned.id) == ["sha256:base"])
            }
            #expect(things.images == ["sha256:upon", "sha256:loaded", "sha256:marked"])
        }
    }

    @Test(arguments: ["a file in its place", "damaged", "newer", "the full disk"])
    func whereWhatWasSeenCannotBeKeptBothRefuseAndNothingGoes(trouble: String) async throws {
        try await withState { state in
            try note(["sha256:known"], in: state)
            let file = state + "/collections/ABCD.json"
            switch trouble {
            case "damaged": try "{".write(toFile: file, atomically: true, encoding: .utf8)
            case "newer": try #"{"images":{},"version":99}"#.write(toFile: file, atomically: true, encoding: .utf8)
            default:
                // Root writes where modes forbid it: no folder can be made in a file, nor in a device.
                try FileManager.default.removeItem(atPath: state)
                if trouble == "the full disk" {
                    try FileManager.default.createSymbolicLink(atPath: state, withDestinationPath: "/dev/full")
                } else {
                    try "".write(toFile: state, atomically: true, encoding: .utf8)
                }
            }
            let things = StoredThings(images: [old("known"), old("loaded")])
            try await withCollector(things, .pruneAll, state: state) { collector in
                let planning = await #expect(throws: CollectionError.self) { try await collector.plan() }
                let collecting = await #expect(throws: CollectionError.self) { try await collector.collect(under: nil) }
                #expect(planning?.code == .sightings && collecting?.code == .sightings)
                #expect(collecting?.message == planning?.message && planning?.message.contains("--state") == true)
            }
            #expect(things.images.count == 2)
        }
    }

    /// Whatever there is and whatever was seen before: what a dry run names is what the collection after it removes.
    @Test(arguments: 0..<40) func aDryRunNamesWhatIsRemoved(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed, purpose: "dry run")
        let images = (0..<Int.random(in: 0..<9, using: &random)).map { number in
            let hours = [0.1, 0.5, 2, 30, 9000][Int.random(in: 0..<5, using: &random)]
            var image = old("i\(number)")
            image.created = hoursAgo(hours).formatted(.iso8601)
            if Int.random(in: 0..<3, using: &random) == 0 { image.tagged = hoursAgo(hours / 2).formatted(.iso8601) }
            if Int.random(in: 0..<4, using: &random) == 0 { image.tags = [] }
            if Int.random(in: 0..<5, using: &random) == 0 { image.containers = ["c\(number)"] }
            if Int.random(in: 0..<5, using: &random) == 0 { image.labels = [:] }
            return image
        }
        let policies: [CollectionPolicy] = [
            .pruneAll, .prune, .dangling, .leastRecentlyUsed(high: .bytes(150), low: .bytes(100)), .none,
        ]
        let policy = policies[Int.random(in: 0..<policies.count, using: &random)]
        let seen = images.map(\.id).filter { _ in Int.random(in: 0..<2, using: &random) == 0 }
        let isFirst = Int.random(in: 0..<4, using: &random) == 0
        try await withState { state in
            if !isFirst { try note(seen, in: state) }
            let things = StoredThings(images: images)
            try await withCollector(things, policy, state: state) { collector in
                let planned = try await collector.plan()
                #expect(things.images == images.map(\.id), "a dry run removes nothing")
                let outcome = try await collector.collect(under: nil)
                #expect(outcome.removed.map(\.planned.id) == planned.removals.map(\.id), "\(policy)")
                #expect(Set(things.images) == Set(images.map(\.id)).subtracting(planned.removals.map(\.id)))
            }
        }
    }
}
