import Store

/// Something that was measured for another question, and bears on one that no scenario measures. It decides nothing.
struct Bearing: Sendable, Equatable {
    /// What was measured, as the findings of the other question hold it.
    enum Evidence: Sendable, Equatable {
        /// The overhead with each builder of the same engine.
        case builders([PooledOverhead])
        /// Which versions of engines the runs that count ran on.
        case engines(versions: [String], runs: Int)
        /// What a registry kept, and what its own collection did.
        case registry(RegistryFindings)
        /// What pushing to a registry took, by fixture and builder.
        case pushes([PushFindings])
        /// How long hand-written Dockerfiles are.
        case dockerfiles([DockerfileFindings])
        /// How many jobs ran whole without a CI server.
        case ownExecutor(jobs: Int, succeeded: Int, runs: Int)
        /// What Plimsoll itself cost each no-op job.
        case ownCost([SeriesFindings])
    }

    /// What was measured.
    var evidence: Evidence
    /// The question that it was measured for; nil where it is of all runs that count.
    var source: Question?

    /// What bears on a question, in the answers to the others; empty where nothing does.
    static func bearings(on question: Question, in answers: Answers) -> [Bearing] {
        switch question.id {
        case "engine-choice": engines(answers)
        case "promotion": pushes(answers)
        case "abstraction": dockerfiles(answers)
        case "registry": registry(answers) + pushes(answers)
        case "jenkins": ownExecutor(answers)
        default: []
        }
    }

    private static func engines(_ answers: Answers) -> [Bearing] {
        let versions = Set(answers.runs.compactMap { $0.record.fingerprint.engine["version"] }).sorted()
        let pooled = answers.entry(Questions.buildOverhead)?.findings?.overhead?.pooled ?? []
        var found: [Bearing] = []
        if pooled.count(where: { $0.estimate != nil }) > 1 {
            found.append(Bearing(evidence: .builders(pooled), source: Questions.buildOverhead))
        }
        if !versions.isEmpty {
            found.append(Bearing(evidence: .engines(versions: versions, runs: answers.runs.count), source: nil))
        }
        return found
    }

    private static func registry(_ answers: Answers) -> [Bearing] {
        guard let registry = answers.entry(Questions.centralCache)?.findings?.centralCache?.registry else { return [] }
        return [Bearing(evidence: .registry(registry), source: Questions.centralCache)]
    }

    private static func pushes(_ answers: Answers) -> [Bearing] {
        let pushes = answers.entry(Questions.centralCache)?.findings?.centralCache?.pushes ?? []
        return pushes.isEmpty ? [] : [Bearing(evidence: .pushes(pushes), source: Questions.centralCache)]
    }

    private static func dockerfiles(_ answers: Answers) -> [Bearing] {
        let files = answers.entry(Questions.baseImages)?.findings?.baseImages?.dockerfiles ?? []
        return files.isEmpty ? [] : [Bearing(evidence: .dockerfiles(files), source: Questions.baseImages)]
    }

    private static func ownExecutor(_ answers: Answers) -> [Bearing] {
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        guard jobs > 0 else { return [] }
        let failures = answers.runs.reduce(0) { $0 + $1.failures }
        let floor = answers.entry(Questions.buildOverhead)?.findings?.overhead?.floor.filter { $0.own != nil } ?? []
        var found = [
            Bearing(
                evidence: .ownExecutor(jobs: jobs, succeeded: jobs - failures, runs: answers.runs.count), source: nil)
        ]
        if !floor.isEmpty { found.append(Bearing(evidence: .ownCost(floor), source: Questions.buildOverhead)) }
        return found
    }
}
