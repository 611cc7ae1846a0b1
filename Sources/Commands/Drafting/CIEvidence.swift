/// What a repository's CI files, Makefile and compose files say of how its images are built and run.
struct CIEvidence: Sendable {
    struct Build: Sendable, Hashable {
        /// Inside the repository.
        var dockerfile: String
        /// A folder inside the repository; empty for all of it.
        var context: String
        /// The image's name; nil if it has none.
        var tag: String?
        /// `file:line`.
        var place: String
    }

    private(set) var builds: [Build] = []
    /// Commands that are run in images as they are: without volumes, networks or variables of the CI's.
    private(set) var runs: [(tag: String, command: [String], place: String)] = []

    /// - Parameter contents: of CI files, Makefile and compose files, by path.
    init(_ contents: [String: [UInt8]]) {
        for (path, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
            if RepositoryFiles.isCI(path) || RepositoryFiles.isMakefile(path) { readCommands(lines, path) }
            let buildsByKeys = RepositoryFiles.isCompose(path) || text.contains("docker/build-push-action")
            if buildsByKeys { readKeys(lines, path) }
        }
    }

    /// The first build of each Dockerfile and context.
    func build(of dockerfile: String) -> Build? { builds.first { $0.dockerfile == dockerfile } }

    /// The command that CI runs in the image of a Dockerfile.
    func command(of dockerfile: String) -> (words: [String], place: String)? {
        let tags = Set(builds.filter { $0.dockerfile == dockerfile }.compactMap(\.tag))
        return runs.first { tags.contains($0.tag) }.map { ($0.command, $0.place) }
    }

    private mutating func readCommands(_ lines: [String], _ path: String) {
        var number = 0
        while number < lines.count {
            let first = number
            var line = lines[number]
            while line.hasSuffix("\\"), number + 1 < lines.count {
                number += 1
                line = line.dropLast() + " " + lines[number]
            }
            number += 1
            let place = "\(path):\(first + 1)"
            if line.drop(while: \.isWhitespace).hasPrefix("#") { continue }
            for command in ContainerCommand.all(in: line) {
                if let build = command.build(place) { builds.append(build) }
                if let run = command.run { runs.append((run.tag, run.command, place)) }
            }
        }
    }

    /// `build: FOLDER`, or `context: FOLDER` with `dockerfile:` or `file:` beside it.
    private mutating func readKeys(_ lines: [String], _ path: String) {
        let keys = lines.map(YAMLKey.init)
        for (index, key) in keys.enumerated() {
            guard let key, ["build", "context"].contains(key.name), let folder = key.value.joined(to: "") else {
                continue
            }
            let isCompose = RepositoryFiles.isCompose(path)
            let beside = keys.besides(index).first { $0.name == (isCompose ? "dockerfile" : "file") }
            // Compose files name the Dockerfile from the context, the action from the repository's root.
            let named = key.name == "build" ? nil : beside?.value.joined(to: isCompose ? folder : "")
            let dockerfile = named ?? (folder.isEmpty ? "Dockerfile" : folder + "/Dockerfile")
            builds.append(Build(dockerfile: dockerfile, context: folder, place: "\(path):\(index + 1)"))
        }
    }
}

/// A line `key: value` of YAML whose value is a path without variables.
private struct YAMLKey {
    let indentation: Int
    let name: String
    let value: String

    init?(_ line: String) {
        guard let found = line.wholeMatch(of: #/( *(?:- )?)([a-z]+): +["']?([^"'#{}$&*|>\[]+?)["']? *(?:#.*)?/#)?.output
        else {
            return nil
        }
        (indentation, name, value) = (found.1.count, String(found.2), String(found.3))
    }
}

extension [YAMLKey?] {
    /// The keys of the same mapping, as far as their lines have the same indentation and none has less between them.
    fileprivate func besides(_ index: Int) -> [YAMLKey] {
        guard let indentation = self[index]?.indentation else { return [] }
        func near(_ keys: some Sequence<YAMLKey?>) -> [YAMLKey] {
            keys.prefix { ($0?.indentation ?? .max) >= indentation }.compactMap(\.self)
                .filter { $0.indentation == indentation }
        }
        return near(self[..<index].reversed()) + near(self[(index + 1)...])
    }
}
