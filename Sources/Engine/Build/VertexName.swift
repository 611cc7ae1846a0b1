/// The name of a BuildKit vertex that stands for an instruction: `[2/5] RUN make`, `[stage-1 2/5] COPY . .`,
/// `[linux/amd64 build 2/5] …`. Everything else (`[internal] …`, `[auth] …`, `exporting …`, `importing …`) is the
/// builder's own.
struct VertexName: Equatable {
    /// The stage's name, with its platform where one stands there; empty where there is one stage.
    var stage: String
    /// Its place among the stage's vertices, from 1, `FROM` included.
    var number: Int
    /// How many the stage has.
    var total: Int
    var instruction: String

    init?(_ name: String) {
        guard name.first == "[", let end = name.firstIndex(of: "]") else { return nil }
        var words = name[name.index(after: name.startIndex)..<end].split(separator: " ")
        guard let counter = words.popLast(), let (number, total) = StepHeading.fraction(counter) else { return nil }
        instruction = name[name.index(after: end)...].trimmed
        guard !instruction.isEmpty else { return nil }
        stage = words.joined(separator: " ")
        self.number = number
        self.total = total
    }
}
