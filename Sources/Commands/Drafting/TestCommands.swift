import Foundation

/// Commands that may run a project's tests, guessed from its files. They are suggested and never used unasked: an image need
/// not have the tool, or the tests.
struct TestCommand: Sendable, Hashable {
    let words: [String]
    /// The file that suggests it.
    let file: String

    /// Those of the files in a folder; empty for the root.
    static func all(in folder: String, _ listing: PathListing, _ contents: [String: [UInt8]]) -> [TestCommand] {
        func path(_ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
        func has(_ name: String) -> Bool { listing.files.contains(path(name)) }
        func text(_ name: String) -> String { contents[path(name)].map { String(decoding: $0, as: UTF8.self) } ?? "" }
        var found: [TestCommand] = []
        func suggest(_ words: String, _ name: String) {
            found.append(TestCommand(words: words.split(separator: " ").map(String.init), file: path(name)))
        }
        for name in ["Makefile", "makefile", "GNUmakefile"] where has(name) {
            if let target = text(name).firstMatch(of: #/(?m)^(test|check):/#)?.output.1 {
                suggest("make \(target)", name)
            }
        }
        if has("package.json"), hasTestScript(text("package.json")) { suggest("npm test", "package.json") }
        if has("tox.ini") {
            suggest("tox", "tox.ini")
        } else if has("pytest.ini") || text("pyproject.toml").contains("[tool.pytest") {
            suggest("python3 -m pytest", has("pytest.ini") ? "pytest.ini" : "pyproject.toml")
        }
        if has("go.mod") { suggest("go test ./...", "go.mod") }
        if has("Cargo.toml") { suggest("cargo test", "Cargo.toml") }
        if has("pom.xml") { suggest("mvn --batch-mode test", "pom.xml") }
        if has("Gemfile"), listing.folders.contains(path("spec")) { suggest("bundle exec rspec", "Gemfile") }
        if has("composer.json"), has("phpunit.xml") { suggest("vendor/bin/phpunit", "phpunit.xml") }
        return found
    }

    /// npm writes a script that fails into each new package: that is none.
    private static func hasTestScript(_ json: String) -> Bool {
        let package = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        guard let script = (package?["scripts"] as? [String: Any])?["test"] as? String else { return false }
        return !script.contains("no test specified")
    }
}
