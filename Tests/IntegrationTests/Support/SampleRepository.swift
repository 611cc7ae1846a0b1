import Foundation

/// A small repository of one kind, with a history whose effects on a build are known.
struct SampleRepository: Sendable, CustomStringConvertible {
    struct Change: Sendable {
        /// New contents by path.
        let files: [String: String]
        /// For each fixture: its class, and the first step that misses; empty: all steps that can come from the cache do.
        let effects: [(changeClass: String, miss: String)]

        init(_ files: [String: String], _ effects: (changeClass: String, miss: String)...) {
            (self.files, self.effects) = (files, effects)
        }
    }

    /// The name of its folder.
    let folder: String
    /// The names of its fixtures.
    let fixtures: [String]
    let start: [String: String]
    /// Symbolic links and their targets, from the start on.
    var links: [String: String] = [:]
    let changes: [Change]
    /// Lines that the drafted scenario has.
    let lines: [String]
    /// Whether its jobs end with the build.
    var onlyBuilds = false

    var description: String { folder }

    /// What was planted, as `fixture|class|miss` in the order of the history.
    var planted: [String] {
        fixtures.enumerated().flatMap { index, name in
            changes.map { "\(name)|\($0.effects[index].changeClass)|\($0.effects[index].miss)" }
        }
    }

    /// Makes it with git, a commit for the start and one for each change.
    func make(in scratch: Scratch) async throws {
        let place = scratch.path(folder)
        try await Shell.run("git init --quiet --initial-branch=main \(place)")
        for (link, target) in links { try await Shell.run("cd \(place) && ln -s '\(target)' '\(link)'") }
        for files in [start] + changes.map(\.files) {
            for (path, text) in files { try scratch.write(text, to: "\(folder)/\(path)") }
            try await Shell.run(
                """
                cd \(place) && git add --all && \
                git -c user.name=t -c user.email=t@example.org commit --quiet --message r
                """)
        }
    }
}
