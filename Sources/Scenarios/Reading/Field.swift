import Yams

/// A value of a scenario's text, and what to call it in an error.
struct Field {
    let node: Node
    /// The keys that lead to it, joined by dots.
    let path: String
}

/// A mapping of a scenario's text, whose keys are all known.
struct Section {
    let path: String
    let mark: Mark?
    private let values: [String: Node]

    init(path: String, mark: Mark?, values: [String: Node]) {
        self.path = path
        self.mark = mark
        self.values = values
    }

    /// The value of a key, if it is there.
    func field(_ key: String) -> Field? {
        values[key].map { Field(node: $0, path: path.isEmpty ? key : "\(path).\(key)") }
    }
}
