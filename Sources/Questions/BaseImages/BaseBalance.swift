import Model

/// Benefits and drawbacks, each with the row that it was read from: nothing stands here that this run did not measure.
extension BaseImagesPage {
    private typealias Point = (isBenefit: Bool, text: String)

    var balance: [Page.Block] {
        func list(_ lines: [String]) -> Page.Block {
            lines.isEmpty ? "None was measured." : .text(lines.map { "- " + $0 }.joined(separator: "\n"))
        }
        let all = coldPoints + warmPoints + bytePoints + linePoints + updatePoints
        return [
            "## Benefits and drawbacks, as measured",
            "**Benefits of provided images:**", list(all.filter(\.isBenefit).map(\.text)),
            "**Drawbacks:**", list(all.filter { !$0.isBenefit }.map(\.text)),
        ]
    }

    private var coldPoints: [Point] {
        evidence.cold.compactMap { repository in
            guard repository.wins != .undecided, let saving = repository.saving else { return nil }
            let text = """
                A cold build of \(Words.fixture(repository.fixture)) is \(BaseWords.faster(saving.value)) \
                (\(BaseWords.interval(saving)), n = \(saving.count)).
                """
            return (repository.wins == .yes, text)
        }
    }

    /// Only what an interval carries.
    private var warmPoints: [Point] {
        evidence.comparisons.compactMap { found in
            guard found.situation != .cold, let saving = found.saving, let interval = saving.interval,
                interval.lowerBound > 0 || interval.upperBound < 0
            else { return nil }
            let text = """
                \(Words.series(found.series)), \(BaseWords.situation(found.situation)): the build is \
                \(BaseWords.faster(saving.value)) (\(Words.interval(interval)), n = \(saving.count)).
                """
            return (saving.value > 0, text)
        }
    }

    private var bytePoints: [Point] {
        evidence.bytesSaved.map { saved in
            let text = """
                With \(Words.theConfiguration(saved.configuration)) all images together take \(Words.bytes(abs(saved.bytes))) \
                \(saved.bytes > 0 ? "less" : "more").
                """
            return (saved.bytes > 0, text)
        }
    }

    private var linePoints: [Point] {
        let points = evidence.dockerfiles.compactMap { found -> Point? in
            guard let provided = found.lines[.provided], let deferred = found.lines[.deferred], provided != deferred
            else { return nil }
            let text = """
                \(Words.fixture(found.fixture)) has \(Words.count(abs(deferred - provided), "line", "lines")) of Dockerfile \
                \(provided < deferred ? "fewer" : "more") to maintain (\(provided) instead of \(deferred)).
                """
            return (provided < deferred, text)
        }
        let suite = evidence.suite.compactMap(\.lines).reduce(0, +)
        guard suite > 0 else { return points }
        let lines = Words.count(suite, "line", "lines")
        return points + [(false, "Someone must maintain the suite: \(lines) of Dockerfile, written once for all.")]
    }

    private var updatePoints: [Point] {
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
                let text = """
                    An update of the \(images) costs \(Words.seconds(cost)) of building with \(builder) until all have \
                    caught up, the suite's rebuild included. On Debian alone it costs \(Words.seconds(other)) (\(measured)).
                    """
                return (cost < other, text)
            case .provided:
                let text = """
                    A rebuild of the \(images) costs \(Words.seconds(cost)) with \(builder) until all have caught up. On Debian \
                    alone nothing is invalidated (\(Words.seconds(other))), and nothing is updated (\(measured)).
                    """
                return (false, text)
            }
        }
    }
}
