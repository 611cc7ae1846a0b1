import Yams

extension Scenario {
    /// Reads and checks a scenario's text.
    /// - Parameter file: its path, named in every problem; relative paths are resolved against its folder.
    /// - Parameter questions: the ids that it may name; nil: any.
    /// - Throws: `ScenarioInvalid` with every problem of the text.
    package static func parse(_ text: String, file: String, questions: [String]?) throws(ScenarioInvalid) -> Scenario {
        let root = try ScenarioText.root(of: text, file: file)
        return try ScenarioReader(questionIDs: questions).read(root, file: file, directory: folder(of: file))
    }

    /// Reads the text that a run recorded. Its question ids were checked then, maybe by another version: any may stand.
    package static func parse(_ text: String, file: String) throws(ScenarioInvalid) -> Scenario {
        try parse(text, file: file, questions: nil)
    }

    /// - Throws: `ScenarioInvalid`, also if the bytes are not UTF-8.
    package static func parse(
        bytes: some Collection<UInt8>, file: String, questions: [String]?
    ) throws(ScenarioInvalid) -> Scenario {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let problem = TextProblem(file: file, line: 1, column: 1, message: "not text; expected YAML in UTF-8")
            throw ScenarioInvalid(problems: [problem])
        }
        return try parse(text, file: file, questions: questions)
    }

    private static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }
}

/// All problems of an invalid scenario's text.
package struct ScenarioInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// In the order of the text; never empty.
    let problems: [TextProblem]
    package let code = "scenario_invalid"

    init(problems: [TextProblem]) {
        self.problems = problems.enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
            }.map(\.element)
    }

    /// One line per problem; after the first fifty, the number of the others.
    package var message: String {
        let shown = problems.prefix(50).map(\.description)
        let more = problems.count - shown.count
        return (shown + (more > 0 ? ["… and \(more) more problems"] : [])).joined(separator: "\n")
    }

    package var description: String { message }
}

package struct TextProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    package var message: String

    package init(file: String, line: Int = 1, column: Int = 1, message: String) {
        (self.file, self.line, self.column, self.message) = (file, line, column, message)
    }

    /// `file:line:column: message`, which editors and terminals can follow.
    package var description: String { "\(file):\(line):\(column): \(message)" }
}

enum ScenarioText {
    /// Much larger than any real scenario; it bounds the time spent on a wrong file.
    static let mostBytes = 262_144

    /// The root of a text's only document.
    /// - Throws: `ScenarioInvalid` with the position of the YAML error.
    static func root(of text: String, file: String) throws(ScenarioInvalid) -> Node {
        func invalid(_ line: Int, _ column: Int, _ message: String) -> ScenarioInvalid {
            ScenarioInvalid(problems: [TextProblem(file: file, line: line, column: column, message: message)])
        }
        guard text.utf8.count <= mostBytes else {
            throw invalid(1, 1, "the file holds \(text.utf8.count) bytes; expected a scenario of at most \(mostBytes)")
        }
        let yaml = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let root: Node?
        do { root = try Parser(yaml: yaml, encoding: .utf8).singleRoot() } catch {
            let problem = syntaxProblem(error, in: yaml)
            throw invalid(problem.line, problem.column, problem.message)
        }
        guard let root, !root.isNull else {
            throw invalid(1, 1, "the file is empty; expected a scenario: name, fixtures, factors, profiles")
        }
        return root
    }

    private static func syntaxProblem(
        _ error: any Error, in yaml: String
    ) -> (line: Int, column: Int, message: String) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let found =
                problem.contains("tab") || character(at: mark, of: yaml) == "\t" ? "; expected spaces, not tabs" : ""
            let place = context.map { " \($0.text) that begins at \($0.mark)," } ?? ""
            return (mark.line, mark.column, "not YAML:\(place) \(problem)\(found)")
        case .composer(_, "but found another document", let mark, _):
            return (mark.line, mark.column, "a second document begins here; expected one scenario a file")
        case .composer(_, let problem, let mark, _):
            return (mark.line, mark.column, "not YAML: \(problem); expected an anchor of that name before it")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\(Readable.clip($0))'" }.joined(separator: ", ")
            return (
                context.mark.line, context.mark.column,
                "key \(names) occurs more than once in its mapping; expected once"
            )
        case .reader(let problem, let offset, _, _):
            let mark = position(ofCharacter: offset ?? 0, in: yaml)
            return (mark.line, mark.column, "not YAML: \(problem); expected text in UTF-8")
        case .memory: return (1, 1, "not a scenario: nested more than a thousand deep")
        default: return (1, 1, "not YAML: \(error)")
        }
    }

    private static func character(at mark: Mark, of yaml: String) -> Unicode.Scalar? {
        let lines = yaml.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    private static func position(ofCharacter offset: Int, in yaml: String) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for character in yaml.prefix(offset) {
            if character.isNewline {
                (line, column) = (line + 1, 1)
            } else {
                column += character.unicodeScalars.count
            }
        }
        return (line, column)
    }
}
