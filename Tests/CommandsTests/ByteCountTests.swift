import Testing

@testable import Commands

@Suite struct ByteCountTests {
    @Test(arguments: [("20GiB", 20 << 30), ("512MiB", 512 << 20), ("1GB", 1_000_000_000), ("1.5KiB", 1536), ("7B", 7)])
    func sizesAreRead(text: String, bytes: Int) {
        #expect(ByteCount(argument: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "GiB", "20", "-1GiB", "0GiB", "nanGiB", "infGiB", "1e30GiB", "1 GiB x"])
    func anythingElseIsRefused(text: String) {
        #expect(ByteCount(argument: text) == nil)
    }

    @Test func theyPrintAsTheyAreWritten() {
        #expect(ByteCount.gibibytes(20).description == "20GiB")
        #expect(ByteCount(bytes: 1_000_000_000).description == "1GB")
    }
}
