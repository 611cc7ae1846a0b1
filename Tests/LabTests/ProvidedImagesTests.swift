import Provision
import Testing

@testable import Lab

@Suite struct ProvidedImagesTests {
    @Test func onlyWhatIsNeededIsBuiltAndItsRootIsKnown() throws {
        let suite = try ProvidedSuite(
            [("ci", "os:1"), ("python", "plimsoll/ci:bookworm"), ("node", "plimsoll/ci:bookworm")].map {
                ProvidedImage(name: $0.0, dockerfile: "FROM \($0.1)\n")
            })
        let provided = try ProvidedImages(
            of: suite, for: ["os:1", "plimsoll/python:bookworm"], extraHosts: [])
        #expect(provided.suite.images.map(\.name) == ["ci", "python"])
        #expect(provided.direct == ["plimsoll/python:bookworm"])
        #expect(provided.root(of: "plimsoll/python:bookworm") == "os:1")
        #expect(provided.root(of: "os:1") == "os:1" && provided.root(of: "other") == "other")
    }
}
