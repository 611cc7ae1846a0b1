import Model
import Testing

@Suite("Change class")
struct ChangeClassTests {
    @Test("is ordered as reports list it")
    func order() {
        #expect(
            ChangeClass.allCases.shuffled().sorted() == [.none, .source, .dependency, .dockerfile, .base, .touch])
    }
}
