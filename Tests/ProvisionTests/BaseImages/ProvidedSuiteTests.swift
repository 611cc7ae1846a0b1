import Foundation
import Testing

@testable import Provision

@Suite struct ProvidedSuiteTests {
    private func image(_ name: String, from base: String) -> ProvidedImage {
        ProvidedImage(name: name, dockerfile: "# x\nFROM \(base)\nRUN true\n")
    }

    @Test func imagesComeAfterWhatTheyStandOn() throws {
        let suite = try ProvidedSuite([
            image("a", from: "plimsoll/python:bookworm"), image("python", from: "plimsoll/z:bookworm"),
            image("z", from: "plimsoll/base:bookworm"), image("node", from: "plimsoll/z:bookworm"),
        ])
        #expect(suite.images.map(\.name) == ["z", "node", "python", "a"])
        #expect(suite.images[0].base == "plimsoll/base:bookworm")
        #expect(suite.part(for: ["plimsoll/python:bookworm", "other:1"]).map(\.name) == ["z", "python"])
        #expect(suite.part(for: ["plimsoll/base:bookworm"]).isEmpty)
    }

    @Test func circlesAndMissingBasesAreRefused() {
        for images in [
            [image("a", from: "plimsoll/b:bookworm"), image("b", from: "plimsoll/a:bookworm")],
            [ProvidedImage(name: "a", dockerfile: "RUN true\n")], [image("a", from: "plimsoll/a:bookworm")],
        ] {
            #expect(throws: PreparationError.self) { try ProvidedSuite(images) }
        }
    }

    @Test func theShippedSuiteStandsOnTheBaseImage() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../fixtures/images")
        let suite = try ProvidedSuite.load(root.path)
        #expect(suite.images.map(\.name) == ["ci", "node", "python"])
        #expect(suite.images.first?.base == BaseImage.reference)
        #expect(try ProvidedSuite.load("/nowhere/at/all").images.isEmpty)
    }
}
