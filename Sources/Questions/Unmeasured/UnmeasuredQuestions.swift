/// Questions that no scenario of this version measures. Each moves into a folder of its own once one does.
struct EngineChoiceQuestion: UnmeasuredQuestion {
    let id = "engine-choice"
    let words = "Is Docker a thing for production? What of alternatives?"
    let measuredBy = """
        same scenarios on the engines at hand (Docker versions, both builders, Podman); images built by one run \
        on the other
        """
    let rule = "evidence table"

    func related(in answers: Answers) -> [RelatedEvidence] {
        builders(answers.evidence(of: BuildOverheadQuestion())?.pooled ?? []) + versions(answers)
    }

    private func builders(_ pooled: [PooledOverhead]) -> [RelatedEvidence] {
        let figures = pooled.compactMap { builder -> String? in
            builder.estimate.map { estimate -> String in
                let interval = estimate.interval.map { ", 95 % interval \(Words.interval($0))" } ?? ""
                return Words.configuration(builder.configuration) + " " + Words.seconds(estimate.value) + interval
            }
        }
        guard figures.count > 1 else { return [] }
        return [
            RelatedEvidence(
                sentence: "The builders of one engine side by side, median overhead of a warm job: "
                    + figures.joined(separator: "; "),
                brief: "the builders of one engine side by side", source: BuildOverheadQuestion().id)
        ]
    }

    private func versions(_ answers: Answers) -> [RelatedEvidence] {
        let versions = Set(answers.runs.compactMap { $0.record.fingerprint.engine["version"] }).sorted()
        guard !versions.isEmpty else { return [] }
        let names = versions.map { Markdown.escaped($0) }.joined(separator: ", ")
        let all = Words.count(answers.runs.count, "run", "runs")
        return [
            RelatedEvidence(
                sentence: versions.count == 1
                    ? "All figures of \(all) are of one version of the engine, \(names): no other is compared here"
                    : "The figures of \(all) are of engines of the versions \(names), which are not compared with each other here",
                brief: "how many versions of the engine were used: \(versions.count)")
        ]
    }
}

struct PromotionQuestion: UnmeasuredQuestion {
    let id = "promotion"
    let words = "Do we promote image builds or rebuild at each stage?"
    let measuredBy = "push, pull and start of one digest, beside a rebuild; are rebuilt digests equal?"
    let rule = "promote, where it is faster or where rebuilt digests differ"

    func related(in answers: Answers) -> [RelatedEvidence] { RegistryQuestion.pushes(answers) }
}

struct AbstractionQuestion: UnmeasuredQuestion {
    let id = "abstraction"
    let words = "Is a Dockerfile the right level of abstraction for maintainers?"
    let measuredBy = """
        the same environment from a short declarative file beside a hand-written Dockerfile.ci: lines, hits, \
        time, mistakes caught
        """
    let rule = "evidence table"

    func related(in answers: Answers) -> [RelatedEvidence] {
        let files = answers.evidence(of: BaseImagesQuestion())?.dockerfiles ?? []
        guard !files.isEmpty else { return [] }
        let lengths = files.flatMap { file in
            BaseKind.allCases.compactMap { kind in
                file.lines[kind].map {
                    "\(Words.fixture(file.fixture)) \(Words.count($0, "line", "lines")) (\(BaseWords.kind(kind)))"
                }
            }
        }
        return [
            RelatedEvidence(
                sentence:
                    "Hand-written Dockerfiles, without blank lines and comments: \(lengths.joined(separator: ", "))",
                brief: "how long hand-written Dockerfiles are", source: BaseImagesQuestion().id)
        ]
    }
}

struct RegistryQuestion: UnmeasuredQuestion {
    let id = "registry"
    let words = "Will we have our own hub?"
    let measuredBy = "the registry as a service: push and pull rates, growth, its own garbage collection"
    let rule = "evidence table"

    func related(in answers: Answers) -> [RelatedEvidence] {
        let registry = answers.evidence(of: CentralCacheQuestion())?.registry
        let kept = registry.map {
            RelatedEvidence(
                sentence: Self.kept($0), brief: "how a registry grew, and what its own collection did",
                source: CentralCacheQuestion().id)
        }
        return [kept].compactMap { $0 } + Self.pushes(answers)
    }

    private static func kept(_ registry: RegistryFindings) -> String {
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

    /// What pushing took, by repository and builder.
    static func pushes(_ answers: Answers) -> [RelatedEvidence] {
        let pushes = answers.evidence(of: CentralCacheQuestion())?.pushes ?? []
        guard !pushes.isEmpty else { return [] }
        let figures = pushes.map { found -> String in
            let first = "\(Words.seconds(found.firstSeconds)) and \(Words.bytes(found.firstBytes)) the first time"
            guard found.laterSeconds != nil else { return "\(Words.series(found.series)): \(first)" }
            return """
                \(Words.series(found.series)): \(first), \(Words.seconds(found.laterSeconds)) and \(Words.bytes(found.laterBytes)) later \
                (median)
                """
        }
        return [
            RelatedEvidence(
                sentence: "Pushing to a registry took, by repository and builder, \(figures.joined(separator: "; "))",
                brief: "what pushing took", source: CentralCacheQuestion().id)
        ]
    }
}

struct PluginQuestion: UnmeasuredQuestion {
    let id = "plugin"
    let words = "Is the CloudBees Docker plugin simple to employ, and worth it?"
    let measuredBy = """
        the generalized script and the plugin's wrapper as job definitions, both accepted by the job builder; \
        what each can and cannot do
        """
    let rule = "evidence table"
}

struct JenkinsQuestion: UnmeasuredQuestion {
    let id = "jenkins"
    let words = "Do we need Jenkins at all?"
    let measuredBy = """
        the same job through the generated shell script, and through Plimsoll's own executor; what is lost \
        without a server
        """
    let rule = "evidence table"

    func related(in answers: Answers) -> [RelatedEvidence] {
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        guard jobs > 0 else { return [] }
        let failures = answers.runs.reduce(0) { $0 + $1.failures }
        let count = Words.count(jobs, "job", "jobs")
        let ran = RelatedEvidence(
            sentence: """
                Plimsoll ran \(count) whole (context to cleanup) through its own executor in \
                \(Words.count(answers.runs.count, "run", "runs")), without a CI server; \(jobs - failures) succeeded
                """,
            brief: "\(count) that ran without a CI server")
        let costs = (answers.evidence(of: BuildOverheadQuestion())?.floor ?? []).compactMap { found in
            found.own.map {
                "\(Words.milliseconds($0.processor)) with \(Words.theConfiguration(found.series.configuration))"
            }
        }
        guard !costs.isEmpty else { return [ran] }
        let cost = RelatedEvidence(
            sentence: "That executor itself took, in processor time of a no-op job, \(costs.joined(separator: "; "))",
            brief: "what running them cost Plimsoll", source: BuildOverheadQuestion().id)
        return [ran, cost]
    }
}

struct OrchestratorQuestion: UnmeasuredQuestion {
    let id = "orchestrator"
    let words = "How does an orchestrator stack up?"
    let measuredBy = "the same jobs dispatched through one"
    let rule = "evidence table, or not measured"
}
