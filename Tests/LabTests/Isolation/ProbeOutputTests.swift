import Fixtures
import Model
import Testing

@testable import Lab

/// What a command told of its probes.
struct ProbeOutputTests {
    private let catalogue = ["seccomp", "bpf"].map {
        FixtureProbe(id: $0, tries: "t \($0)", expected: "e", matters: "m", harmless: "h")
    }

    private func line(_ probe: String, _ place: String, _ outcome: String, _ seen: String = "s") -> String {
        #"{"probe":"\#(probe)","place":"\#(place)","outcome":"\#(outcome)","seen":"\#(seen)"}"#
    }

    private func read(_ lines: [String], _ places: [ProbeRecord.Place] = [.build, .job]) -> ProbeOutput {
        ProbeOutput(lines.joined(separator: "\n"), catalogue: catalogue, places: places)
    }

    @Test func isReadWithItsCatalogue() {
        let output = read([
            line("bpf", "job", "fail", #"said \"no\""#), line("seccomp", "job", "pass"),
            line("seccomp", "build", "untried"),
            line("bpf", "build", "pass"), "other words",
        ])
        #expect(output.malformed == 0 && output.missing == 0 && output.points.isEmpty)
        #expect(output.records.map(\.place) == [.build, .build, .job, .job])
        #expect(output.records.map(\.probe) == ["seccomp", "bpf", "seccomp", "bpf"])
        #expect(output.records.map(\.passed) == [nil, true, true, false])
        #expect(output.records.last?.seen == #"said "no""# && output.records.last?.tries == "t bpf")
    }

    @Test func whatIsToldTwiceCountsAsToldLast() {
        let output = read([line("bpf", "job", "pass"), line("bpf", "job", "fail", "after all")], [.job])
        #expect(output.records.map(\.passed) == [false] && output.records.map(\.seen) == ["after all"])
        #expect(output.missing == 1)
    }

    @Test func malformedLinesAreCountedAndCostNothingElse() {
        let whole = line("bpf", "job", "pass")
        let output = read(
            [
                whole, String(line("seccomp", "job", "pass").dropLast(9)), line("nothing", "job", "pass"),
                line("seccomp", "moon", "pass"), line("seccomp", "job", "perhaps"), "{\"probe\"", "{}",
            ], [.job])
        #expect(output.records.map(\.probe) == ["bpf"])
        #expect(output.malformed == 5 && output.missing == 1)
        #expect(output.points.map(\.name) == ["probes_malformed", "probes_missing"])
        #expect(output.points.map(\.value) == [5, 1])
    }

    @Test func aBuildsWordsCountOnlyWhereItProbed() {
        let lines = [line("seccomp", "build", "pass"), line("seccomp", "job", "pass"), line("bpf", "job", "pass")]
        let output = read(lines, [.job])
        #expect(output.records.map(\.place) == [.job, .job] && output.missing == 0)
    }

    @Test func nothingAtAllIsAllMissing() {
        #expect(read([""]).missing == 4)
        #expect(ProbeOutput("\u{0}\u{FFFD}\n{\"probe\":", catalogue: catalogue, places: [.job]).malformed == 1)
    }
}
