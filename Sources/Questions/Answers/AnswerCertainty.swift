import Store

/// How sure an answer is, in words: what its figure rests on, and what a reader should know beside.
struct AnswerCertainty {
    let answer: QuestionAnswer

    var text: String {
        guard let record = answer.record else { return Words.absent }
        var parts = basis(record)
        if let needed = answer.jobsNeeded { parts.append("about \(needed) more would decide it") }
        parts.append(warnings)
        return parts.joined(separator: ", ")
    }

    private func basis(_ record: VerdictRecord) -> [String] {
        let count = "n = \(Words.counted(record.n, on: record.question))"
        switch record.question {
        case Questions.workerDependencies.id: return ["computed, nothing is sampled"]
        case Questions.executors.id: return [count] + (record.low == nil ? [] : ["range over repeats"])
        case Questions.capacity.id:
            return [count, "simulated"] + (record.verdict == .evidence ? ["agrees with measured waits"] : [])
                + (record.low == nil ? [] : ["range over repeats"])
        case Questions.cleanup.id, Questions.isolation.id, Questions.opsRequirements.id: return [count, "counted"]
        default:
            if record.unit == "byte" { return ["counted, nothing is sampled"] }
            guard record.estimate != nil else { return [count] }
            if record.low != nil, answer.estimate?.unvaried != nil {
                return [count, "95 % bound, as none of them differed"]
            }
            return [count, record.low == nil ? "too few for an interval" : "95 % interval"]
        }
    }

    /// How many warnings there are, and how many of them are about what decided.
    private var warnings: String {
        let all = answer.cautions
        guard !all.isEmpty else { return "no warnings" }
        let link = "[\(Words.count(all.count, "warning", "warnings"))](#warnings)"
        guard let decidedBy = answer.decidedBy else { return link }
        let close = all.count { $0.concerns(decidedBy) }
        if close == all.count { return link }
        return "\(link), \(close == 0 ? "none" : "\(close)") on the deciding figure"
    }
}
