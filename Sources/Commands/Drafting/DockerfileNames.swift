/// Which files of a repository are Dockerfiles, by their names.
enum DockerfileNames {
    private static let stems = ["dockerfile", "containerfile"]
    /// Endings of files that a Dockerfile is made from, that describe one, or that belong to one.
    private static let others = [
        ".dockerignore", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".in", ".erb", ".mustache", ".md",
        ".rst",
        ".txt", ".bak", ".orig", ".swp",
    ]
    /// Endings of programs about Dockerfiles, unless the name begins as theirs usually does: with a capital.
    private static let programs = [
        ".c", ".go", ".js", ".json", ".py", ".rb", ".rs", ".sh", ".swift", ".ts", ".yaml", ".yml",
    ]
    /// Folders with other projects' files.
    private static let foreign: Set = ["node_modules", "vendor", "third_party", "testdata", ".git"]

    static func isDockerfile(_ path: String) -> Bool {
        let name = path.lastPart.lowercased()
        // Most files of a large repository end here.
        guard stems.contains(where: name.contains), !others.contains(where: name.hasSuffix) else { return false }
        if path.lastPart.first?.isLowercase ?? false, programs.contains(where: name.hasSuffix) { return false }
        if path.folder.split(separator: "/").contains(where: { foreign.contains(String($0)) }) { return false }
        return stems.contains { stem in
            name == stem || name.hasSuffix("." + stem) || [".", "-", "_"].contains { name.hasPrefix(stem + $0) }
        }
    }

    /// Whether it is a template, so that a Dockerfile exists only after some step of its own.
    static func isTemplate(_ path: String) -> Bool {
        others.dropFirst().prefix(9).contains { ending in
            path.lowercased().hasSuffix(ending) && isDockerfile(String(path.dropLast(ending.count)))
        }
    }
}

extension String {
    /// The folder of a path inside a repository; empty for the root.
    var folder: String { utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self[..<$0]) } ?? "" }

    /// The last part of a path.
    var lastPart: Substring {
        self[(utf8.lastIndex(of: UInt8(ascii: "/")).map { utf8.index(after: $0) } ?? startIndex)...]
    }

    /// The path below a folder, `.` and `..` resolved; nil if it leads out.
    func joined(to folder: String) -> String? {
        var parts: [Substring] = []
        for part in (folder + "/" + self).split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }
}
