/// The pages of a Python package index that needs no program behind it (PEP 503).
struct SimpleIndex: Sendable {
    /// A file of the index.
    struct File: Sendable, Hashable {
        /// Its name, as `Jinja2-3.1.6-py3-none-any.whl`.
        var name: String
        /// SHA-256 of its content, 64 hexadecimal digits.
        var digest: String
    }

    /// The files by their project's normalized name.
    private let projects: [String: [File]]

    /// An index of wheels.
    init(_ files: [File]) {
        projects = Dictionary(grouping: files) { Self.project(ofWheel: $0.name) }
    }

    /// The pages by their path inside the index's directory. Files are looked for in `../../files`, seen from a project's page.
    var pages: [String: String] {
        var pages = ["index.html": Self.page(projects.keys.sorted().map { (text: $0, address: "\($0)/") })]
        for (project, files) in projects {
            pages["\(project)/index.html"] = Self.page(
                files.sorted { $0.name < $1.name }.map { file in
                    (text: file.name, address: "../../files/\(file.name)#sha256=\(file.digest)")
                })
        }
        return pages
    }

    /// What is in the index, as `name version`.
    var contents: [String] {
        projects.flatMap { project, files in
            files.map { "\(project) \($0.name.split(separator: "-").dropFirst().first ?? "")" }
        }
    }

    /// A project's name as indexes write it (PEP 503).
    static func normalized(_ name: some StringProtocol) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// The normalized name of the project that a wheel belongs to: what stands before its first hyphen (PEP 427).
    static func project(ofWheel name: String) -> String {
        normalized(name.prefix { $0 != "-" })
    }

    /// What stands after a path's last slash.
    static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func page(_ links: [(text: String, address: String)]) -> String {
        let lines = links.map { "<a href=\"\(escaped($0.address))\">\(escaped($0.text))</a><br>" }
        return (["<!DOCTYPE html>", "<html><body>"] + lines + ["</body></html>"]).joined(separator: "\n") + "\n"
    }

    /// A text as HTML writes it; `+` and `!`, which versions hold, may stand in addresses as they are.
    private static func escaped(_ text: String) -> String {
        text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"][$0] ?? String($0) }.joined()
    }
}
