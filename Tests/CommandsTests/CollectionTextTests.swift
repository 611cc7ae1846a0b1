import Engine
import Foundation
import Model
import Testing

@testable import Commands
@testable import Housekeeping

@Suite struct CollectionTextTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func text(_ policy: CollectionPolicy, verbose: Bool = false) -> CollectionText {
        CollectionText(
            endpoint: .unix(path: "/run/docker.sock"), policy: policy, rules: CollectionRules(scope: .marked),
            verbose: verbose,
            now: now)
    }

    private func inventory(records: Int = 1) -> CollectionInventory {
        let used = LastUse(at: now.addingTimeInterval(-3 * 86_400), sign: .tagged)
        let image = CollectableImage(
            id: "sha256:0123456789abcdef", tags: ["ci/job:1", "ci/job:old"], labels: ["plimsoll": "1"],
            createdAt: used.at,
            lastUse: used, pieces: [0])
        let foreign = CollectableImage(
            id: "sha256:ff", tags: ["theirs:1"], createdAt: used.at, lastUse: used, pieces: [1])
        let cache = (0..<records).map {
            CollectableRecord(id: "r\($0)", description: "RUN make", size: 1 << 20, lastUse: used)
        }
        return CollectionInventory(images: [image, foreign], records: cache, pieces: [3 << 30, 1 << 20])
    }

    @Test func aPlanSaysWhatWouldGoAndWhy() throws {
        let policy = CollectionPolicy.leastRecentlyUsed(high: .bytes(1 << 30), low: .bytes(1 << 20))
        let decision = try inventory().decision(
            by: policy, rules: CollectionRules(scope: .marked, buildCache: true), now: now)
        #expect(
            text(policy).text(decision) == """
                engine  unix:///run/docker.sock
                policy  lru: above 1GiB, down to 1MiB
                stored  3.0 GiB, estimated 1.0 MiB afterwards

                KIND   NAME           LAST USED  FREES    WHY
                cache  RUN make       3 d ago    1.0 MiB  least recently used
                image  ci/job:1 (+1)  3 d ago    3.0 GiB  least recently used

                would remove 1 image and 1 cache record, about 3.0 GiB

                kept:
                  1 image: without the label that is collected (see --label and --any)
                """)
    }

    @Test func percentAreShownAsTheyAreMeant() throws {
        let policy = CollectionPolicy.leastRecentlyUsed(high: .share(0.85), low: .share(0.7))
        let decision = try inventory().decision(
            by: policy, rules: CollectionRules(scope: .marked, buildCache: true),
            disk: DiskSpace(used: 8 << 30, free: 2 << 30),
            now: now)
        #expect(text(policy).text(decision).contains("disk    8.0 GiB (80.0%)\n"))
        #expect(text(policy).text(decision).contains("nothing to remove: not above the high mark"))
    }

    @Test func manyCacheRecordsAreCounted() throws {
        let policy = CollectionPolicy.pruneAll
        let decision = try inventory(records: 500).decision(
            by: policy, rules: CollectionRules(scope: .marked, buildCache: true), now: now)
        #expect(text(policy).text(decision).contains("… and 480 more cache records, 480.0 MiB (--verbose)"))
        #expect(text(policy).text(decision).split(separator: "\n").count < 40)
        #expect(text(policy, verbose: true).text(decision).split(separator: "\n").count > 500)
    }

    @Test func programsGetTheSame() throws {
        let policy = CollectionPolicy.pruneAll
        let decision = try inventory().decision(
            by: policy, rules: CollectionRules(scope: .marked, buildCache: true), now: now)
        let json = try JSONText.document(text(policy).report(decision))
        let read = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(read["policy"] as? String == "prune-all" && read["dryRun"] as? Bool == true)
        let removals = (read["decision"] as? [String: Any])?["removals"] as? [[String: Any]]
        #expect(removals?.count == 2 && removals?.allSatisfy { $0["reason"] is String && $0["bytes"] is Int } == true)
    }
}
