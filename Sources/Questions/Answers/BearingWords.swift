import Store

/// What bears on a question that no scenario measures, in a sentence each. All figures are those of the findings.
enum BearingWords {
    static func text(_ bearing: Bearing) -> String {
        let source = bearing.source.map { " (measured for `\($0.id)`)" } ?? ""
        return sentence(bearing.evidence) + source + "."
    }

    /// What is said where nothing bears on it.
    static let nothing = "Nothing in this database bears on it."

    /// What bears on a question in a few words, without the figures.
    static func brief(_ bearings: [Bearing]) -> String {
        guard !bearings.isEmpty else { return nothing }
        return bearings.map { bearing in
            let source = bearing.source.map { " (`\($0.id)`)" } ?? ""
            return brief(bearing.evidence) + source
        }.joined(separator: "; ")
    }

    private static func brief(_ evidence: Bearing.Evidence) -> String {
        switch evidence {
        case .builders: "the builders of one engine side by side"
        case .engines(let versions, _): "how many versions of the engine were used: \(versions.count)"
        case .registry: "how a registry grew, and what its own collection did"
        case .pushes: "what pushing took"
        case .dockerfiles: "how long hand-written Dockerfiles are"
        case .ownExecutor(let jobs, _, _): "\(Words.count(jobs, "job", "jobs")) that ran without a CI server"
        case .ownCost: "what running them cost Plimsoll"
        }
    }

    private static func sentence(_ evidence: Bearing.Evidence) -> String {
        switch evidence {
        case .builders(let pooled):
            let figures = pooled.compactMap { builder -> String? in
                builder.estimate.map { estimate -> String in
                    let interval = estimate.interval.map { ", 95 % interval \(Words.interval($0))" } ?? ""
                    return Words.configuration(builder.configuration) + " " + Words.seconds(estimate.value) + interval
                }
            }
            return "The builders of one engine side by side, median overhead of a warm job: "
                + figures.joined(separator: "; ")
        case .engines(let versions, let runs):
            let names = versions.map { Markdown.escaped($0) }.joined(separator: ", ")
            let all = Words.count(runs, "run", "runs")
            return versions.count == 1
                ? "All figures of \(all) are of one version of the engine, \(names): no other is compared here"
                : "The figures of \(all) are of engines of the versions \(names), which are not compared with each other here"
        case .registry(let registry): return self.registry(registry)
        case .pushes(let pushes): return self.pushes(pushes)
        case .dockerfiles(let files):
            let lengths = files.flatMap { file in
                BaseKind.allCases.compactMap { kind in
                    file.lines[kind].map {
                        "\(Words.fixture(file.fixture)) \(Words.count($0, "line", "lines")) (\(BaseWords.kind(kind)))"
                    }
                }
            }
            return "Hand-written Dockerfiles, without blank lines and comments: \(lengths.joined(separator: ", "))"
        case .ownExecutor(let jobs, let succeeded, let runs):
            return """
                Plimsoll ran \(Words.count(jobs, "job", "jobs")) whole (context to cleanup) through its own executor in \
                \(Words.count(runs, "run", "runs")), without a CI server; \(succeeded) succeeded
                """
        case .ownCost(let floor):
            let figures = floor.compactMap { found in
                found.own.map {
                    "\(Words.milliseconds($0.processor)) with \(Words.theConfiguration(found.series.configuration))"
                }
            }
            return "That executor itself took, in processor time of a no-op job, \(figures.joined(separator: "; "))"
        }
    }

    private static func registry(_ registry: RegistryFindings) -> String {
        let kept = """
            After \(Words.count(registry.pushes, "push", "pushes")) the registry kept \(Words.bytes(registry.kept)), \
            \(Words.bytes(registry.manifests)) of it manifests
            """
        guard let collection = registry.collection else { return kept }
        return """
            \(kept); its own garbage collection brought it from \(Words.bytes(collection.before)) to \
            \(Words.bytes(collection.after)) in \(Words.seconds(collection.seconds)), while nothing could be pushed or pulled for \
            \(Words.seconds(collection.blocked))
            """
    }

    private static func pushes(_ pushes: [PushFindings]) -> String {
        let figures = pushes.map { found -> String in
            let first = "\(Words.seconds(found.firstSeconds)) and \(Words.bytes(found.firstBytes)) the first time"
            guard found.laterSeconds != nil else { return "\(Words.series(found.series)): \(first)" }
            return """
                \(Words.series(found.series)): \(first), \(Words.seconds(found.laterSeconds)) and \(Words.bytes(found.laterBytes)) later \
                (median)
                """
        }
        return "Pushing to a registry took, by repository and builder, \(figures.joined(separator: "; "))"
    }
}
