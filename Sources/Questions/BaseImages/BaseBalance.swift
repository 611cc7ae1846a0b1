import Model

/// Benefits and drawbacks, each with the row that it was read from: nothing stands here that this run did not measure.
struct BaseBalance {
    let evidence: BaseImagesEvidence

    var blocks: [Page.Block] {
        func list(_ lines: [String]) -> Page.Block {
            lines.isEmpty ? "None was measured." : .text(lines.map { "- " + $0 }.joined(separator: "\n"))
        }
        let all = cold + warm + bytes + lines + updates
        return [
            "## Benefits and drawbacks, as measured",
            "**Benefits of provided images:**", list(all.filter(\.isBenefit).map(\.text)),
            "**Drawbacks:**", list(all.filter { !$0.isBenefit }.map(\.text)),
        ]
    }

    private struct Point {
        let isBenefit: Bool
        let text: String
    }

    private var cold: [Point] {
        evidence.cold.compactMap { repository in
            guard repository.wins != .undecided, let saving = repository.saving else { return nil }
            return Point(
                isBenefit: repository.wins == .yes,
                text: """
                    A cold build of \(Words.fixture(repository.fixture)) is \(BaseWords.faster(saving.value)) \
                    (\(BaseWords.interval(saving)), n = \(saving.count)).
                    """)
        }
    }

    /// Only what an interval carries.
    private var warm: [Point] {
        evidence.comparisons.compactMap { found in
            guard found.situation != .cold, let saving = found.saving, let interval = saving.interval,
                interval.lowerBound > 0 || interval.upperBound < 0
            else { return nil }
            return Point(
                isBenefit: saving.value > 0,
                text: """
                    \(Words.series(found.series)), \(BaseWords.situation(found.situation)): the build is \
                    \(BaseWords.faster(saving.value)) (\(Words.interval(interval)), n = \(saving.count)).
                    """)
        }
    }

    private var bytes: [Point] {
        evidence.bytesSaved.map { saved in
            Point(
                isBenefit: saved.bytes > 0,
                text: """
                    With \(Words.theConfiguration(saved.configuration)) all images together take \(Words.bytes(abs(saved.bytes))) \
                    \(saved.bytes > 0 ? "less" : "more").
                    """)
        }
    }

    private var lines: [Point] {
        evidence.dockerfiles.compactMap { found in
            guard let provided = found.lines[.provided], let deferred = found.lines[.deferred], provided != deferred
            else {
                return nil
            }
            return Point(
                isBenefit: provided < deferred,
                text: """
                    \(Words.fixture(found.fixture)) has \(Words.count(abs(deferred - provided), "line", "lines")) of Dockerfile \
                    \(provided < deferred ? "fewer" : "more") to maintain (\(provided) in place of \(deferred)).
                    """)
        } + suiteLines
    }

    private var suiteLines: [Point] {
        let lines = evidence.suite.compactMap(\.lines).reduce(0, +)
        guard lines > 0 else { return [] }
        return [
            Point(
                isBenefit: false,
                text:
                    "Somebody maintains the suite: \(Words.count(lines, "line", "lines")) of Dockerfile, written once for all."
            )
        ]
    }

    private var updates: [Point] {
        evidence.catchUps.filter { $0.kind == .provided }.compactMap { provided in
            let deferred = evidence.catchUps.first {
                $0.kind == .deferred && $0.update == provided.update && $0.configuration == provided.configuration
            }
            guard let cost = provided.total, let other = deferred?.total else { return nil }
            let images = BaseWords.update(provided.update)
            let builder = Words.theConfiguration(provided.configuration)
            let measured = "measured \(Words.count(provided.updates, "time", "times"))"
            switch provided.update {
            case .os:
                return Point(
                    isBenefit: cost < other,
                    text: """
                        After an update of the \(images) all have caught up after \(Words.seconds(cost)) of building with \
                        \(builder), the suite's rebuild in it, in place of \(Words.seconds(other)) (\(measured)).
                        """)
            case .provided:
                return Point(
                    isBenefit: false,
                    text: """
                        A rebuild of the \(images) costs \(Words.seconds(cost)) with \(builder) until all have caught up; upon Debian \
                        alone nothing is invalidated (\(Words.seconds(other))), and nothing updated either (\(measured)).
                        """)
            }
        }
    }
}
