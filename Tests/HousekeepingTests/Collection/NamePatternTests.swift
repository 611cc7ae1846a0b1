import Testing

@testable import Housekeeping

@Suite struct NamePatternTests {
    @Test(arguments: [
        ("debian:12", "debian:12"), ("debian", "debian:12"), ("registry:5000/base/*", "registry:5000/base/python:3"),
        ("*", "a/b:c"), ("ci/job-??:*", "ci/job-42:1"), ("*:latest", "a/b:latest"), ("base/*", "base/x/y:1"),
        ("a*b*c", "aXXbYYc:1"), ("debian@sha256:*", "debian@sha256:1234"),
    ])
    func fits(pattern: String, name: String) {
        #expect(NamePattern(pattern).fits(name))
    }

    @Test(arguments: [
        ("debian", "debian-slim:12"), ("base/*", "my/base/x:1"), ("*:latest", "a:latest-2"), ("", "a:1"),
        ("Debian", "debian:12"), ("a?c", "ac:1"),
    ])
    func doesNotFit(pattern: String, name: String) {
        #expect(!NamePattern(pattern).fits(name))
    }

    /// Stars must not make it try everything.
    @Test func aBadPatternIsNotSlow() {
        let name = String(repeating: "a", count: 2000) + ":1"
        let pattern = NamePattern(String(repeating: "a*", count: 200) + "b")
        let began = ContinuousClock.now
        #expect(!pattern.fits(name))
        #expect(ContinuousClock.now - began < .seconds(2))
    }

    @Test(arguments: [("ci.job", true), ("ci.job=7", true), ("ci.job=8", false), ("ci.job=", false), ("other", false)])
    func labels(text: String, fits: Bool) throws {
        #expect(try #require(LabelMatch(text)).fits(["ci.job": "7"]) == fits)
    }

    @Test func aLabelNeedsAKey() {
        #expect(LabelMatch("") == nil)
        #expect(LabelMatch("=1") == nil)
    }
}
