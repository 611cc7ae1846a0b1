import Testing

@testable import Commands
@testable import Model

@Suite struct JSONFieldsTests {
    @Test func keysWithoutAValueAreLeftOut() throws {
        let nothing: Double? = nil
        let fields: JSONFields = [
            "one": 1, "none": nothing, "some": Optional("text"), "inner": ["a": nothing] as JSONFields,
        ]
        #expect(try JSONText.line(fields) == #"{"inner":{},"one":1,"some":"text"}"#)
    }
}
