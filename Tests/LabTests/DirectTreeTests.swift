import Records
import Testing

@testable import Lab

@Suite struct DirectTreeTests {
    @Test func theScriptsLineIsRead() {
        let record = DirectTree.parse("1700000000.250000 1700000002.500000 3\n", order: .after)
        #expect(record?.exitStatus == 3)
        #expect(record?.order == .after)
        #expect(abs((record?.seconds ?? 0) - 2.25) < 1e-6)
    }

    @Test(arguments: ["", "1 2", "a b c", "1 2 3 4"])
    func anythingElseIsNotAMeasurement(output: String) {
        #expect(DirectTree.parse(output, order: .before) == nil)
    }
}
