import Testing

@testable import Model

/// The right values are those of `docker tag SOURCE NAME` of Docker 20.10.
@Suite struct ImageGrammarTests {
    @Test(arguments: [
        "scap", "a.b", "a_b", "a__b", "a-b", "a---b", "a1", "a0.b-c_d__e", String(repeating: "a", count: 63),
    ])
    func aFixturesNameThatAnImageCanHave(name: String) {
        #expect(ImageGrammar.isComponent(name))
    }

    @Test(arguments: [
        "", "x.", "x-", "x_", ".x", "1x", "a...b", "a..b", "a.-b", "a___b", "a_-b", "aB", "a b", "a/b", "é",
    ])
    func aFixturesNameThatNoImageCanHave(name: String) {
        #expect(!ImageGrammar.isComponent(name))
    }

    @Test(arguments: [
        "node", "node:20", "a/b/c:X_1.2-3", "localhost/a", "localhost:5000/a:b", "registry:5000/team/base",
        "Host.Example/a",
        "[::1]:5000/a", "debian@sha256:" + String(repeating: "a", count: 64),
        "debian:12@sha256:" + String(repeating: "0", count: 64), "a:" + String(repeating: "b", count: 128),
    ])
    func anImagesName(name: String) {
        #expect(ImageGrammar.isReference(name))
    }

    @Test(arguments: [
        "", "Node", "node:", "node:-a", "a//b", "/a", "a/", "a...b", "a b", "node@sha256:12", "a/B", "x.:1", "a:b:c",
        "a:" + String(repeating: "b", count: 129), String(repeating: "a", count: 256),
    ])
    func noImagesName(name: String) {
        #expect(!ImageGrammar.isReference(name))
    }

    @Test func itIsRefusedAtItsPlace() {
        let expected =
            "a name of lower-case letters and digits, begun by a letter; '-', '.', '_' and '__' only between them"
        #expect(
            Samples.problems(Samples.text(fixtures: "fixtures: [noop, x., in/a...b]")) == [
                "trial.yaml:2:18: fixtures: expected \(expected), found x.",
                "trial.yaml:2:22: fixtures: expected \(expected), found in/a...b",
            ])
        let git = "fixtures: [git: {name: a...b, repository: ., images: [node:20, 'Foo Bar']}]"
        #expect(
            Samples.problems(Samples.text(fixtures: git)) == [
                "trial.yaml:2:24: fixtures.git.name: expected \(expected), found a...b",
                "trial.yaml:2:64: fixtures.git.images: expected an image's name, as node:20, found \"Foo Bar\"",
            ])
    }
}
