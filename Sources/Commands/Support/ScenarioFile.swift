import Foundation

/// Finds the file of a scenario that the command line names.
struct ScenarioFile {
    /// Folders that have scenarios in `scenarios/`, beside their `fixtures/`, in the order of the search.
    let folders: [String]

    /// The working directory, then what was installed with the program.
    static let standard = ScenarioFile(folders: ["."] + [Installation.data].compactMap { $0 })

    /// The path of what the command line names: a file, or `overhead` for `scenarios/overhead.yaml` of a folder.
    /// - Throws: `UsageError` where there is none, with the names that exist.
    func path(of argument: String) throws -> String {
        if Self.isFile(argument) { return argument }
        if !argument.hasPrefix("/") {
            let paths = folders.flatMap { ["\($0)/scenarios/\(argument).yaml", "\($0)/\(argument)"] }
            if let found = paths.first(where: Self.isFile) { return found }
        }
        let known = names.isEmpty ? "name a file that exists" : "known by name: \(names.joined(separator: ", "))"
        throw UsageError(description: "\(argument): no such scenario; \(known)")
    }

    /// The names in all folders, sorted.
    private var names: [String] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: "\($0)/scenarios")) ?? [] }
        return Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }).sorted()
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
}
