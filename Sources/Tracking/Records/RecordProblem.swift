/// What is wrong with a record, before it is known where the record comes from.
struct RecordProblem: Error {
    private let before: String
    /// The member at fault, as `ordinal`; nil where it is the whole record.
    private let member: String?
    /// What the record is called where it does not stand within another.
    private let record: String
    private let behind: String
    /// Where the record stands within that of its line, as `steps[1]`; empty where it is that one.
    private var place = ""

    /// What is wrong with a member, by what follows its name.
    init(_ member: String, _ behind: String, before: String = "") {
        self.before = before
        self.member = member
        self.record = ""
        self.behind = behind
    }

    /// What is wrong with a whole record, by what stands before its name and behind it.
    init(before: String = "", record: String, _ behind: String) {
        self.before = before
        self.member = nil
        self.record = record
        self.behind = behind
    }

    /// A member that is missing.
    static func lacks(_ member: String, _ expected: String) -> RecordProblem {
        RecordProblem(member, ", expected \(expected)", before: "the record lacks ")
    }

    /// The same of a record that stands within another, as one of its `steps`.
    func within(_ part: RecordShape.Part, _ index: Int) -> RecordProblem {
        var problem = self
        let name = part.isList ? "\(part.name)[\(index)]" : part.name
        problem.place = place.isEmpty ? name : "\(name).\(place)"
        return problem
    }

    /// The same with what the record is called, in words.
    func inRecord(_ words: String) -> RecordProblem {
        RecordProblem(before: "", record: words, ": \(message)")
    }

    var message: String {
        let path = [place, member ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        return before + (path.isEmpty ? record : "`\(path)`") + behind
    }
}
