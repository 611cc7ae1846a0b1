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
    /// The known keys that an unknown one probably meant: that they are missing is no news.
    let misspelt: Set<String>
    private let values: [String: Node]

    init(path: String, mark: Mark?, values: [String: Node], misspelt: Set<String>) {
        self.path = path
        self.mark = mark
        self.values = values
        self.misspelt = misspelt
    }

    /// The value of a key, if it is there.
    func field(_ key: String) -> Field? {
        values[key].map { Field(node: $0, path: path.isEmpty ? key : "\(path).\(key)") }
    }
}
