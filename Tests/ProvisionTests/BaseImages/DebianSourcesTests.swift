import Testing

@testable import Provision

@Suite struct DebianSourcesTests {
    @Test func onlyDebiansOwnArchivesOfTheReleaseCount() {
        let sources = DebianSources(
            targets: """
                Debian|bookworm|oldstable|main|http://mirror.example/debian/
                Debian|bookworm|oldstable|contrib|http://mirror.example/debian/
                Debian|bookworm|oldstable|main|http://mirror.example/debian/
                Debian|bookworm-security|bookworm-security|main|http://mirror.example/security/
                Debian|trixie|trixie|main|http://mirror.example/debian/
                Debian|bookworm|bookworm|main|cdrom:[Debian]/
                Elsewhere|bookworm|bookworm|main|http://elsewhere.example/
                . nodistro|nodistro|nodistro|main|http://elsewhere.example/
                """)
        let key = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
        #expect(
            sources.lines == [
                "deb \(key) http://mirror.example/debian/ oldstable main",
                "deb \(key) http://mirror.example/security/ bookworm-security main",
            ])
    }

    @Test(arguments: [
        ("Debian|trixie-security|trixie-security|main|http://mirror.example/security/\n", nil),
        ("Debian|trixie|stable|main|http://mirror.example/debian/\n", "http://mirror.example/debian/"),
        ("Elsewhere|trixie|trixie|main|http://elsewhere.example/\n", nil),
    ])
    func theArchiveIsDebiansOfAnyRelease(_ targets: String, _ archive: String?) {
        #expect(DebianSources(targets: targets).archive == archive)
    }

    @Test func takesFromAptsSettingsWhatReachingTheSourcesNeeds() {
        let settings = DebianSources.settings(
            dump: """
                APT::Update::Post-Invoke:: "rm -rf /";
                Acquire::http "";
                Acquire::http::Proxy "http://proxy.example:3142";
                Acquire::https::Proxy "";
                Acquire::http::Proxy-Auto-Detect "/usr/bin/detect";
                Acquire::http::Proxy::mirror.example "DIRECT";
                Acquire::Check-Valid-Until "false";
                """)
        #expect(
            settings == [
                "Acquire::http::Proxy \"http://proxy.example:3142\";",
                "Acquire::http::Proxy::mirror.example \"DIRECT\";", "Acquire::Check-Valid-Until \"false\";",
            ])
    }
}
