import Testing

@testable import Model

/// The words for an engine's source.
struct EngineSourceTests {
    @Test(arguments: [
        ("embedded", EngineSource.host),
        ("docker:trixie", .suite(SuiteEngine(product: .docker, suite: "trixie"))),
        ("docker:forky+containerd", .suite(SuiteEngine(product: .docker, suite: "forky", store: .containerd))),
        ("podman:stable-backports", .suite(SuiteEngine(product: .podman, suite: "stable-backports"))),
    ])
    func aWordIsReadAndWrittenTheSame(_ word: String, _ source: EngineSource) throws {
        #expect(try EngineSource.parse(word) == source)
        #expect(source.rawValue == word)
    }

    @Test func theDefaultStoreMayBeNamed() throws {
        #expect(try EngineSource.parse("docker:sid+overlay2")?.rawValue == "docker:sid")
    }

    @Test(arguments: ["unix:///var/run/docker.sock", "tcp://worker:2376", "docker", "", "/var/run/docker.sock"])
    func anAddressIsSomethingElse(_ word: String) throws {
        #expect(try EngineSource.parse(word) == nil)
    }

    @Test(arguments: [
        ("dokcer:trixie", "dokcer"), ("docker:", "''"), ("docker:Trixie", "Trixie"), ("docker:../etc", "../etc"),
        ("docker:a b", "a b"), ("docker:forky+vfs", "vfs"), ("docker:forky+", "''"),
        ("podman:sid+containerd", "Podman"),
        ("docker:-x", "-x"),
    ])
    func aWrongWordIsNamedAndTheRightOnesShown(_ word: String, _ part: String) {
        #expect { try EngineSource.parse(word) } throws: { error in
            guard let error = error as? BadEngineSource else { return false }
            return error.isUsage && error.message.contains(part) && error.message.contains("docker:SUITE+containerd")
        }
    }

    @Test func aFingerprintNamesSuiteAndStore() throws {
        #expect(EngineSource.host.facts.isEmpty)
        #expect(
            try EngineSource.parse("docker:forky+containerd")?.facts == ["suite": "forky", "image_store": "containerd"])
        #expect(try EngineSource.parse("podman:trixie")?.facts == ["suite": "trixie"])
    }
}
