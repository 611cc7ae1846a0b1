import Engine
import Foundation
import Testing

@testable import Housekeeping

@Suite struct ImageLineageTests {
    private func lineage(_ images: [(id: String, parent: String, tag: String?)]) throws -> ImageLineage {
        let json = images.map { image in
            let tags = image.tag.map { "[\"\($0)\"]" } ?? "[\"<none>:<none>\"]"
            return
                #"{"Id":"\#(image.id)","ParentId":"\#(image.parent)","RepoTags":\#(tags),"Created":0,"Size":1,"Labels":null}"#
        }
        return ImageLineage(
            try JSONDecoder().decode([ImageSummary].self, from: Data("[\(json.joined(separator: ","))]".utf8)))
    }

    @Test func stepsBelongToWhatTheyEndedIn() throws {
        let lineage = try lineage([
            ("base", "", "base:1"), ("s1", "base", nil), ("s2", "s1", nil), ("a", "s2", "a:1"), ("b", "s1", nil),
        ])
        #expect(lineage.tops == ["base", "a", "b"], "what has a name, and what nothing is built on")
        #expect(lineage.base(of: "a") == "base" && lineage.base(of: "b") == "base" && lineage.base(of: "base") == nil)
        #expect(lineage.stepsAboveForeignBase(of: "a") == nil)
    }

    @Test func aBaseThatLostItsNameIsNotAStep() throws {
        let lineage = try lineage([("base", "", nil), ("s1", "base", nil), ("a", "s1", "a:1"), ("b", "base", "b:1")])
        #expect(lineage.stepsAboveForeignBase(of: "a") == ["s1"])
        #expect(lineage.stepsAboveForeignBase(of: "b") == [])
        #expect(lineage.stepsAboveForeignBase(of: "base") == nil)
    }

    @Test func circlesAndGapsEnd() throws {
        let lineage = try lineage([("a", "b", nil), ("b", "a", nil), ("c", "gone", "c:1")])
        #expect(lineage.base(of: "a") == nil && lineage.base(of: "c") == nil)
        #expect(lineage.stepsAboveForeignBase(of: "c") == nil)
    }
}
