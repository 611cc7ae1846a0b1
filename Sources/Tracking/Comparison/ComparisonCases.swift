import Questions

/// A comparison of series as cases of JUnit. Their names stay the same from run to run, so that CI servers recognize
/// them.
extension Comparison {
    /// A case for each figure that was compared by pairs of jobs, and for each series that both runs have.
    /// - Parameter confirmation: what is not worse again when measured again passes.
    func cases(_ confirmation: Confirmation?) -> [JUnitTestcase] {
        let confirmed = confirmation?.confirmed
        let pairs = primary?.cases { confirmation?.upholds($0) ?? true } ?? []
        return pairs
            + series.map { one in
                JUnitTestcase(
                    group: [one.key.scenario, "series", one.key.jobs], name: one.metric.id,
                    content: one.content(isUpheld: confirmed?.contains(one.key) ?? true))
            }
    }
}

extension SeriesComparison {
    fileprivate func content(isUpheld: Bool) -> JUnitTestcase.Content {
        switch verdict {
        case .worse where !isUpheld: .passed(note: "not worse when measured again; at first \(words)")
        case .worse: .failure(message: words, type: "worse", body: text)
        case .better: .passed(note: "better: \(words)")
        case .same: .passed()
        case .undecided: .skipped(message: need)
        case .unjudged: .passed(note: "moved, where neither more nor less is better: \(words)")
        }
    }

    /// `build_s of scap, BuildKit: 1.20 s instead of 1.00 s (+20 %)`.
    fileprivate var words: String {
        "\(metric.id) of \(ComparisonWords.plainJobs(key)): \(ComparisonWords.value(candidate, metric)) instead of "
            + "\(ComparisonWords.value(base, metric)) (\(ComparisonWords.amount(self)))"
    }

    fileprivate var text: String {
        let p = isExact ? "exact" : "p \(Words.probability(adjusted)), threshold \(ComparisonWords.threshold(self))"
        return "\(words)\ninterval: \(ComparisonWords.interval(self)), \(p)\njobs: \(baseCount), \(candidateCount)"
    }

    /// What would be needed to decide.
    fileprivate var need: String {
        switch doubt {
        case .tooFew(let needed)?: "too few jobs to tell: each side needs \(needed)"
        case .tooNoisy(let hides)?:
            "too noisy to tell: a change of \(ComparisonWords.value(hides, metric)) could hide; it takes more jobs, "
                + "or a quieter hour"
        case .notRepeated?: "cannot tell from one job on each side: it takes 2"
        case nil: "cannot tell"
        }
    }
}
