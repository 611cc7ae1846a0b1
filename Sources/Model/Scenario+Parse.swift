extension Scenario {
    /// Reads and checks a scenario's text.
    ///
    /// - Parameters:
    ///   - text: what the file holds.
    ///   - file: the file's path: it is named in every problem, and relative paths belong to its folder.
    /// - Throws: `ScenarioInvalid` with every problem of the text.
    public static func parse(_ text: String, file: String) throws(ScenarioInvalid) -> Scenario {
        let root = try ScenarioText.root(of: text, file: file)
        var reader = ScenarioReader(file: file)
        return try reader.read(root, directory: folder(of: file))
    }

    /// Reads and checks a scenario's file as it lies on disk.
    ///
    /// - Throws: `ScenarioInvalid`, also where the bytes are not UTF-8.
    public static func parse(bytes: some Collection<UInt8>, file: String) throws(ScenarioInvalid) -> Scenario {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let problem = ScenarioProblem(file: file, line: 1, column: 1, message: "not text; expected YAML in UTF-8")
            throw ScenarioInvalid(problems: [problem])
        }
        return try parse(text, file: file)
    }

    private static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }
}
