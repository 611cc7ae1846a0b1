import Model
import Testing

@testable import Provision

struct RootRecipeTests {
    private let docker = RootRecipe(SuiteEngine(product: .docker, suite: "trixie"))

    @Test func bothStoresHaveOneRoot() {
        #expect(docker == RootRecipe(SuiteEngine(product: .docker, suite: "trixie", store: .containerd)))
        #expect(docker.name == "docker-trixie")
    }

    @Test func anotherProductOrSuiteIsAnotherRecipe() {
        let others = [
            RootRecipe(SuiteEngine(product: .podman, suite: "trixie")),
            RootRecipe(SuiteEngine(product: .docker, suite: "forky")),
        ]
        #expect(Set(others.map(\.identity) + [docker.identity]).count == 3)
    }

    @Test func theSuiteComesFromTheMachinesArchive() {
        var sources = DebianSources(targets: "", settings: ["Acquire::http::Proxy \"http://proxy.example:3142\";"])
        sources.lines = ["deb http://archive.example trixie main"]
        let arguments = docker.arguments(sources: sources, target: "/roots/new")
        #expect(arguments.suffix(3) == ["trixie", "/roots/new", "deb http://archive.example trixie main"])
        #expect(arguments.contains("--aptopt=Acquire::http::Proxy \"http://proxy.example:3142\";"))
    }

    @Test func whatASuiteMayLackIsAPatternAndNotAName() throws {
        let arguments = docker.arguments(sources: DebianSources(targets: ""), target: "")
        let includes = arguments.filter { $0.hasPrefix("--include=") }
        #expect(includes.contains { $0.contains("docker.io") && !$0.contains("buildx") })
        #expect(includes.contains { $0.hasPrefix("--include=?or(") && $0.contains("?exact-name(docker-buildx)") })
    }
}
