import Engine
import Fixtures
import Foundation
import Model

struct ProbeStage: JobStage {
    /// More than probes ever print, in bytes; the rest is not read.
    private static let mostOutput = 1 << 20

    private let catalogue: [FixtureProbe]

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        catalogue = job.stream.fixture.probes
        if catalogue.isEmpty { return nil }
    }

    func shape(_ container: inout ContainerSpec, of job: StagedJob) {
        container.environment["PLIMSOLL_LIMITS"] = container.hostConfig.limitsText
    }

    /// A cached step ran its probes in an earlier job. Its results are still in the image, but count for that job only.
    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .artifacts else { return }
        let name = job.containerName
        let bytes = try await withDeadline(work.deadline) {
            var bytes: [UInt8] = []
            try await job.client.logs(name) { source, chunk in
                guard source == .output, bytes.count < Self.mostOutput else { return }
                bytes.append(contentsOf: chunk)
            }
            return bytes
        }
        let probedNow = work.steps.contains { $0.instruction.hasPrefix("RUN") && !$0.cached }
        let output = ProbeOutput(
            String(decoding: bytes, as: UTF8.self), catalogue: catalogue, places: probedNow ? [.build, .job] : [.job])
        work.probes = output.records
        work.points += output.points
    }
}

/// Probe results in a command's output, checked against the probes' catalogue. Pure. A line of JSON reports one:
/// `{"probe":"seccomp","place":"job","outcome":"pass","seen":"mode 2, filters"}`. Of two, the last counts. Other lines
/// are ignored.
struct ProbeOutput {
    /// The results, in the catalogue's order, a build's before the job's.
    var records: [ProbeRecord] = []
    /// Number of lines that look like a probe's, but cannot be read or name a probe outside the catalogue.
    var malformed = 0
    var missing = 0

    private struct Line: Decodable {
        enum Outcome: String, Decodable { case pass, fail, untried }

        var probe: String
        var place: ProbeRecord.Place
        var outcome: Outcome
        var seen: String
    }

    /// - Parameter places: the places that must report; lines of other places are left out.
    init(_ text: String, catalogue: [FixtureProbe], places: [ProbeRecord.Place]) {
        var told: [String: Line] = [:]
        let decoder = JSONDecoder()
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("{\"probe\"") {
            guard let read = try? decoder.decode(Line.self, from: Data(line.utf8)),
                catalogue.contains(where: { $0.id == read.probe })
            else {
                malformed += 1
                continue
            }
            told["\(read.place.rawValue) \(read.probe)"] = read
        }
        for place in ProbeRecord.Place.allCases where places.contains(place) {
            for probe in catalogue {
                guard let line = told["\(place.rawValue) \(probe.id)"] else {
                    missing += 1
                    continue
                }
                records.append(
                    ProbeRecord(
                        probe: probe.id, place: place, tries: probe.tries, expected: probe.expected,
                        matters: probe.matters, seen: line.seen,
                        passed: line.outcome == .untried ? nil : line.outcome == .pass))
            }
        }
    }

    var points: [JobPoint] {
        [(ProbePoint.malformed, malformed), (.missing, missing)].filter { $0.1 > 0 }.map { $0.0.point($0.1) }
    }
}
