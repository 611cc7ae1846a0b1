import Model

/// A random Dockerfile with the tree that it copies from and the arguments that it is built with.
struct RandomBuild: Sendable {
    /// The lines from a `FROM` to the next. The first is the stage's own and stays where it is.
    struct Stage: Sendable {
        var from: String
        var lines: [String]
    }

    static let fixedLines = 1

    let seed: UInt64
    var tree: RandomTree
    var stages: [Stage] = []
    var arguments = ["USED": "one", "UNUSED": "one", "UNDECLARED": "one"]
    var comment = "first"

    /// A value in which nothing is left to chance but by the seed.
    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed, purpose: "rebuild")
        self.seed = seed
        tree = RandomTree(&random)
        let count = random.pick([1, 1, 2, 2, 3])
        for number in 0..<count { stages.append(stage(number, of: count, &random)) }
    }

    /// The Dockerfile as it stands in the tree.
    var dockerfile: String {
        (["# " + comment, "ARG BASE=tiny:1"] + stages.flatMap { [$0.from] + $0.lines }).joined(separator: "\n") + "\n"
    }

    private func stage(_ number: Int, of count: Int, _ random: inout SeededGenerator) -> Stage {
        let bases = ["tiny:1", "${BASE}"] + (number > 0 ? ["s\(number - 1)"] : [])
        // Of the case's own, so that no case finds what another one built.
        var lines = ["RUN mkdir -p -m 1777 /w /scratch && echo \(seed)-\(number) > /scratch/case-\(number)"]
        if random.chance(2) { lines.append("ARG USED=none") }
        if random.chance(2) { lines.append("ARG UNUSED=none") }
        if random.chance(2) { lines.append("ENV VALUE=\(random.word())") }
        if random.chance(2) { lines.append("WORKDIR /w/\(random.pick(["here", "deep/er"]))") }
        lines.append(copy(lines.count, &random))
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: lines.append(copy(lines.count, &random))
            case 4: lines.append("USER \(random.pick(["1000:1000", "0", "1000"]))")
            case 5: lines.append("ENV VALUE=\(random.word()) OTHER=\(random.word())")
            default: lines.append(run(lines.count, &random))
            }
        }
        if number > 0, random.chance(4) == false {
            let source = random.pick(["/scratch", "/w", "/scratch/case-\(number - 1)"])
            lines.append("COPY --from=s\(number - 1) \(source) /from-\(number)/")
        }
        lines.append(run(lines.count, &random))
        let name = number == count - 1 ? "" : " AS s\(number)"
        return Stage(from: "FROM \(random.pick(bases))\(name)", lines: lines)
    }

    private func copy(_ number: Int, _ random: inout SeededGenerator) -> String {
        let word = random.pick(["COPY", "COPY", "COPY", "ADD"])
        let owner = random.chance(4) ? " --chown=\(random.pick(["1000:1000", "7"]))" : ""
        let directory = random.pick(RandomTree.directories)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "\(word)\(owner) . /w/all/"
        case 1, 2: return "\(word)\(owner) \(directory) /w/tree-\(number)/"
        case 3: return "\(word)\(owner) src/*.txt lib/a* /w/some-\(number)/"
        case 4: return "\(word)\(owner) \(random.pick(["s*", "src/[a-c]*", "src/?.txt"])) /w/match-\(number)/"
        default:
            let file = random.pick(tree.files)
            return "\(word)\(owner) [\"\(file)\", \"/w/file-\(number)\"]"
        }
    }

    private func run(_ number: Int, _ random: inout SeededGenerator) -> String {
        let all = "find /w /scratch -print0 | sort -z | xargs -0"
        return "RUN "
            + random.pick([
                "\(all) cat > /tmp/cat 2>/dev/null; mv /tmp/cat /scratch/cat-\(number) 2>/dev/null || true",
                "find /w -print0 | sort -z | xargs -0 stat -c '%n %a %u:%g %F %N' > /scratch/stat-\(number) || true",
                "echo \"$VALUE $USED $(id -u) $(pwd)\" > /scratch/value-\(number) || true",
                "rm -rf /w/*/*.log /w/*/sub 2>/dev/null || true",
                "chmod -R go-rwx /w 2>/dev/null; ln -s /w/file /scratch/link-\(number) 2>/dev/null || true",
                "cp -R /w /scratch/copy-\(number) 2>/dev/null || true",
            ])
    }
}
