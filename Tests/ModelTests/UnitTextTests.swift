import Testing

@testable import Model

@Suite("Durations, sizes and near words")
struct UnitTextTests {
    @Test(
        "durations are read",
        arguments: [
            ("10m", 600.0), ("90s", 90), ("1h30m", 5400), ("2.5s", 2.5), ("1h1m1s", 3661), ("0s", 0), ("1.5m", 90),
            ("2d", 172_800), ("1d12h", 129_600),
        ])
    func durations(text: String, seconds: Double) {
        #expect(DurationText.seconds(text) == seconds)
    }

    @Test(
        "what is no duration is not",
        arguments: ["", "10", "m", "-1s", "1s1m", "1 m", "1h1d", "1e3s", "0x1s", "1000000d", "1m "])
    func noDurations(text: String) {
        #expect(DurationText.seconds(text) == nil)
    }

    @Test(
        "sizes are read",
        arguments: [
            ("512MiB", 536_870_912), ("1GiB", 1_073_741_824), ("1GB", 1_000_000_000), ("1.5kB", 1500), ("7B", 7),
        ])
    func sizes(text: String, bytes: Int) {
        #expect(SizeText.bytes(text) == bytes)
    }

    @Test(
        "what is no size is not", arguments: ["", "1", "GiB", "-1GiB", "1 GiB", "1gib", "1G", "9999999999TiB", "1e3MB"])
    func noSizes(text: String) {
        #expect(SizeText.bytes(text) == nil)
    }

    @Test("both are written so that they read back")
    func roundTrips() {
        for seconds in [0, 0.25, 1, 59.5, 60, 90, 600, 3600, 5400, 86_400] {
            #expect(DurationText.seconds(DurationText.text(seconds)) == seconds)
        }
        for bytes in [0, 1, 999, 1000, 1024, 1_000_000, 536_870_912, 1_073_741_824, 1_610_612_736, 5_000_000_000] {
            #expect(SizeText.bytes(SizeText.text(bytes)) == bytes)
        }
        #expect(DurationText.text(5400) == "1h30m" && DurationText.text(183_600) == "2d3h")
        #expect(SizeText.text(1_610_612_736) == "1536MiB")
    }

    @Test(
        "a near word is found",
        arguments: [
            ("bulder", "builder"), ("Builder", "builder"), ("dokcerfile", "dockerfile"), ("piars", "pairs"),
            ("colds", "cold"), ("xyz", nil), ("", nil), ("externaldockerfile", "external_dockerfile"),
        ])
    func near(word: String, expected: String?) {
        let known = ["builder", "dockerfile", "external_dockerfile", "pairs", "cold"]
        #expect(NearestWord.nearest(to: word, among: known) == expected)
    }
}
