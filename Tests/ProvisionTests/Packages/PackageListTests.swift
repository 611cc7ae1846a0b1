import Model
import Testing

@testable import Provision

@Suite struct PackageListTests {
    private func read(_ text: String) throws -> PackageList {
        try PackageListReader(file: "packages.yaml").read(text)
    }

    @Test func readsBothLists() throws {
        let list = try read(
            "# of the fixtures\napt: [python3, g++, libc6-dev]\npip:\n  - sphinx==5.3.0\n  - coverage[toml]==7.3.0\n")
        #expect(list.apt == ["g++", "libc6-dev", "python3"])
        #expect(list.pip == ["coverage[toml]==7.3.0", "sphinx==5.3.0"])
    }

    @Test func readsForWhomPackagesAreGenerated() throws {
        let list = try read("apt: [npm]\ngenerated: [npm, gem]\n")
        #expect(list == PackageList(apt: ["npm"], pip: [], generated: [.gem, .npm]))
        #expect(list.digest != PackageList(apt: ["npm"], pip: []).digest)
        #expect(PackageList(merging: [list, PackageList(apt: ["git"], pip: ["six==1.0"])]).apt == ["git", "npm"])
    }

    @Test func anEmptyListIsAList() throws {
        #expect(try read("apt:\npip: []\nnpm: []\ngems:\n") == PackageList(apt: [], pip: []))
    }

    @Test(arguments: [
        ("apt: [git]\nrpm: [mocha]\n", "packages.yaml:2:1: unknown key 'rpm': expected apt, pip or generated"),
        (
            "npm: [mocha]\n", "packages.yaml:1:6: the mirror has no 'npm': take the packages from Debian, under 'apt'"
        ),
        ("generated: [pip]\n", "packages.yaml:1:13: packages can be generated for npm, gem, composer"),
        ("apt: git\n", "packages.yaml:1:6: expected a list under 'apt'"),
        ("apt:\n  - git\n  - -o=Dir=/\n", "packages.yaml:3:5: '-o=Dir=/' is not a Debian package's name"),
        ("pip:\n  - sphinx\n", "packages.yaml:2:5: 'sphinx' is not an exact requirement: write name==version"),
        ("pip:\n  - sphinx>=5\n", "packages.yaml:2:5: 'sphinx>=5' is not an exact requirement: write name==version"),
        ("apt:\n  - [git]\n", "packages.yaml:2:5: expected a package's name here"),
        ("- git\n", "packages.yaml:1:1: expected the keys apt and pip here"),
        ("", "packages.yaml:1:1: the list is empty: give it the keys apt and pip"),
    ])
    func faultsHaveAPlace(text: String, expected: String) {
        let error = #expect(throws: TextProblem.self) { try read(text) }
        #expect(error?.description == expected)
    }

    @Test func brokenSyntaxHasAPlace() {
        let error = #expect(throws: TextProblem.self) { try read("apt: [git\npip: []\n") }
        #expect(error?.line == 2)
    }

    @Test func aKeyThatStandsTwiceIsRefused() {
        #expect(throws: TextProblem.self) { try read("apt: [git]\napt: [make]\n") }
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: TextProblem.self) { try PackageList.load("/nonexistent/packages.yaml") }
        #expect(error?.description == "/nonexistent/packages.yaml:1:1: the file cannot be read")
    }

    @Test func digestTellsListsApart() {
        let list = PackageList(apt: ["git", "make"], pip: [])
        #expect(list.digest == PackageList(apt: ["make", "git", "git"], pip: []).digest)
        #expect(list.digest != PackageList(apt: ["git"], pip: ["make"]).digest)
        #expect(list.digest != PackageList(apt: ["git"], pip: []).digest)
    }
}
