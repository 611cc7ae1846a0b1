import Foundation
import Housekeeping
import Testing

@testable import Lab

@Suite struct AuditedJobTests {
    private func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

    private func job(_ id: Int64, _ names: Set<String> = [], _ span: ClosedRange<Double>) -> AuditedJob {
        AuditedJob(id: id, names: names, span: date(span.lowerBound)...date(span.upperBound))
    }

    @Test func aNameTellsTheJobBeforeAnythingElse() {
        let jobs = [job(1, ["plimsoll-x-0"], 0...10), job(2, ["plimsoll-x-1"], 20...30)]
        let owner = AuditedJob.owner(
            of: AuditedObject(.container, "plimsoll-x-0", madeAt: date(25)), among: jobs, recent: [jobs[1]])
        #expect(owner.job == 1 && owner.attribution == .name)
    }

    @Test func theOnlyJobBetweenTwoAuditsLeftWhatIsNew() {
        let jobs = [job(1, [], 0...10), job(2, [], 20...30)]
        let owner = AuditedJob.owner(of: AuditedObject(.mount, "/m"), among: jobs, recent: [jobs[1]])
        #expect(owner.job == 2 && owner.attribution == .audit)
    }

    @Test func elseTheTimeOfItsMakingTellsWhereOneJobRan() {
        let jobs = [job(1, [], 0...10), job(2, [], 20...30), job(3, [], 29...40)]
        func owner(_ seconds: Double?) -> String {
            let object = AuditedObject(.volume, "v", madeAt: seconds.map { date($0) })
            let found = AuditedJob.owner(of: object, among: jobs, recent: jobs)
            return "\(found.job ?? 0) \(found.attribution.rawValue)"
        }
        #expect(owner(5) == "1 time")
        #expect(owner(11) == "1 time", "engines tell some times in whole seconds")
        #expect(owner(15) == "0 unknown", "nobody was at work")
        #expect(owner(29.5) == "0 unknown", "two were")
        #expect(owner(nil) == "0 unknown")
    }
}
