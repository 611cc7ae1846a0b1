import Testing

@testable import Model

@Suite struct BaseUpdateTests {
    @Test(arguments: BaseUpdate.allCases)
    func anUpdateIsFoundAgainInTheNameOfItsRevision(_ update: BaseUpdate) {
        let change = Change(index: 3, revision: "START+3", changeClass: .source)
        let updated = update.applied(to: change)
        #expect(updated.update == update)
        #expect(updated.index == 3 && updated.changeClass == .base && updated.preparation == update.preparation)
        #expect(change.update == nil)
    }

    @Test func figuresOfProvidedImagesAreFoundAgainInTheirSeries() {
        for figure in ProvidedImagePoint.Figure.allCases {
            let point = ProvidedImagePoint(figure, of: "python.3")
            #expect(ProvidedImagePoint(series: point.series) == point)
            #expect(point.point(2).name == point.series && point.point(2).value == 2)
        }
        #expect(ProvidedImagePoint(series: "remainder.foreign") == nil && ProvidedImagePoint(series: "bytes") == nil)
    }
}
