/// A case of a JUnit suite, as it is written.
struct JUnitTestcase {
    enum Content {
        case passed(note: String? = nil)
        /// `message`: why, or what it would take.
        case skipped(message: String)
        case failure(message: String, type: String, body: String)
        case error(message: String, type: String, body: String)
    }

    /// The parts of the class name. CI servers take all but the last for a package.
    let group: [String]
    let name: String
    var seconds = 0.0
    let content: Content

    var result: JUnitCase.Result {
        switch content {
        case .passed: .passed
        case .skipped: .skipped
        case .failure: .failed
        case .error: .broken
        }
    }

    var text: String {
        let className = group.map { $0.replacing(".", with: "_") }.joined(separator: ".")
        let head =
            "    <testcase"
            + XMLText.attributes([("classname", className), ("name", name), ("time", JUnitCase.time(seconds))])
        switch content {
        case .passed(nil): return head + "/>\n"
        case .passed(let note?): return head + Self.inner("<system-out>\(XMLText.escaped(note))</system-out>")
        case .skipped(let message): return head + Self.inner("<skipped\(XMLText.attributes([("message", message)]))/>")
        case .failure(let message, let type, let body): return head + Self.element("failure", message, type, body)
        case .error(let message, let type, let body): return head + Self.element("error", message, type, body)
        }
    }

    private static func element(_ tag: String, _ message: String, _ type: String, _ body: String) -> String {
        let attributes = XMLText.attributes([("message", message), ("type", type)])
        return inner("<\(tag)\(attributes)>\(XMLText.escaped(body))</\(tag)>")
    }

    private static func inner(_ element: String) -> String { ">\n      \(element)\n    </testcase>\n" }
}
