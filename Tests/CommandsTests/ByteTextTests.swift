import Testing

@testable import Commands

@Suite struct ByteTextTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1.0 MiB"), (1 << 20, "1.0 MiB"),
        (5 << 30, "5.0 GiB"),
        (-2048, "-2.0 KiB"),
    ])
    func bytesReadAsPeopleWriteThem(_ bytes: Int, _ text: String) {
        #expect(ByteText.text(bytes) == text)
    }
}
