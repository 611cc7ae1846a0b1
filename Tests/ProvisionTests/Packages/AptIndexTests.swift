import Testing

@testable import Provision

@Suite struct AptIndexTests {
    private let make = "Package: make\nVersion: 4.3-4.1\nDepends: libc6\nFilename: ./make_4.3-4.1_amd64.deb\n"
    private let git = "Package: git\nVersion: 1:2.39.5-0+deb12u3\nFilename: ./git_1%3a2.39.5-0+deb12u3_amd64.deb\n"

    @Test func orderOfTheDirectoryDoesNotMatter() {
        let sorted = AptIndex.sorted(make + "\n" + git + "\n")
        #expect(sorted == git + "\n" + make)
        #expect(AptIndex.sorted(git + "\n" + make + "\n") == sorted)
        #expect(AptIndex.sorted("") == "")
    }

    @Test func contentsAreNamesAndVersions() {
        #expect(AptIndex.contents(git + "\n" + make) == ["git 1:2.39.5-0+deb12u3", "make 4.3-4.1"])
    }

    @Test func releaseListsTheIndexes() {
        let release = AptIndex.release([(name: "Packages", bytes: Array("abc".utf8))])
        #expect(
            release.hasSuffix(
                "SHA256:\n ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 Packages\n"))
    }

    @Test func filesAreReadFromWhatAptWouldFetch() {
        let line = "'http://mirror.example/g.deb' git_1%3a2.39.5-0+deb12u3_amd64.deb 7256800 SHA256:00"
        #expect(AptFile(line: line)?.name == "git_1%3a2.39.5-0+deb12u3_amd64.deb")
        #expect(AptFile(line: line)?.bytes == 7_256_800)
        #expect(AptFile(line: "Reading package lists...") == nil)
        #expect(AptFile(line: "'http://mirror.example/InRelease' InRelease 0") == nil)
    }
}
