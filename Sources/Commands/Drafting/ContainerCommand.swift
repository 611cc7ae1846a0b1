/// A `docker` or `podman` command of a line of shell, by its words.
struct ContainerCommand {
    private static let withValue: Set = [
        "--add-host", "--build-arg", "--build-context", "--cache-from", "--cache-to", "--iidfile", "--label",
        "--memory",
        "--network", "--output", "--platform", "--progress", "--secret", "--shm-size", "--ssh", "--target", "--ulimit",
        "-m",
        "-o",
    ]

    private let verb: String
    private let words: [String]
    /// Whether a word begins with a quote, so that the words may not be the shell's.
    private let hasQuotes: Bool

    /// Those of a line. A line that changes its folder has none: its paths are relative to that folder.
    static func all(in line: String) -> [ContainerCommand] {
        let commands = line.split { ";&|()".contains($0) }.map { part in part.split { $0.isWhitespace } }
        if commands.contains(where: { $0.contains("cd") || $0.contains("pushd") }) { return [] }
        return commands.compactMap { raw in
            let words = raw.map { $0.trimming("\"'`") }
            guard let program = words.firstIndex(where: { ["docker", "podman", "buildah"].contains($0) }) else {
                return nil
            }
            var rest = words[(program + 1)...]
            while let first = rest.first, ["buildx", "image", "container"].contains(first) { rest.removeFirst() }
            guard let verb = rest.popFirst() else { return nil }
            let hasQuotes = raw[rest.startIndex...].contains { $0.first == "\"" || $0.first == "'" }
            return ContainerCommand(verb: verb, words: Array(rest), hasQuotes: hasQuotes)
        }
    }

    /// The build that it starts; nil if it starts none, or names its paths by variables.
    func build(_ place: String) -> CIEvidence.Build? {
        guard ["build", "bud"].contains(verb) else { return nil }
        var (file, tag, context): (String?, String?, String?) = (nil, nil, nil)
        var rest = words[...]
        while let word = rest.popFirst() {
            let (name, value) = word.option
            switch name {
            case "-f", "--file": file = value ?? rest.popFirst()
            case "-t", "--tag": tag = value ?? rest.popFirst()
            case _ where Self.withValue.contains(name): if value == nil { _ = rest.popFirst() }
            case _ where name.hasPrefix("-") && name != "-": break
            default: context = context ?? word
            }
        }
        guard let context, !(context + (file ?? "")).contains(where: { "$%{<".contains($0) }), context != "-",
            !context.contains("://"), let folder = context.joined(to: "")
        else { return nil }
        let dockerfile = file.map { $0.joined(to: "") } ?? "Dockerfile".joined(to: folder)
        return dockerfile.map { CIEvidence.Build(dockerfile: $0, context: folder, tag: tag, place: place) }
    }

    /// The command that it runs in an image; nil if it gives the container more than that.
    var run: (tag: String, command: [String])? {
        guard verb == "run", !hasQuotes else { return nil }
        let harmless: Set = ["--rm", "-t", "-i", "-it", "-ti", "--init", "--tty", "--interactive"]
        let rest = words.drop { harmless.contains($0) || $0.hasPrefix("--name=") }
        guard let tag = rest.first, !tag.hasPrefix("-") else { return nil }
        let command = Array(rest.dropFirst())
        let special = "$<>*{\"'`\\"
        guard !command.isEmpty, !command.contains(where: { $0.contains(where: special.contains) }) else { return nil }
        return (tag, command)
    }
}

extension String {
    /// A word `--name=value` in two.
    fileprivate var option: (name: String, value: String?) {
        guard hasPrefix("--"), let sign = firstIndex(of: "=") else { return (self, nil) }
        return (String(self[..<sign]), String(self[index(after: sign)...]))
    }
}

extension Substring {
    fileprivate func trimming(_ characters: String) -> String {
        var text = self
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
