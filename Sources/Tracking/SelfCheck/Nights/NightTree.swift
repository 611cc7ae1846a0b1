/// A commit of the repository whose nights a self-check measures.
package struct NightCommit: Sendable, Equatable {
    package let subject: String
    /// The whole text of each file that it changes, by path.
    package let files: [String: String]
}

/// The repository of a self-check's nights: two build steps, and a command, that each keep a core busy for a while.
package enum NightTree {
    private static let install = "sh install.sh"
    private static let build = "sh build.sh"

    /// How many bytes a larger image has more.
    static let data = 50_000_000
    fileprivate static let dataStep = "RUN head -c \(data) /dev/urandom >/usr/lib/data"

    static func isInstallation(_ instruction: String) -> Bool { instruction.contains(install) }
    static func isBuild(_ instruction: String) -> Bool { instruction.contains(build) }
    static func isData(_ instruction: String) -> Bool { instruction.contains("/usr/lib/data") }

    /// What a baseline replays: fifteen commits, the oldest first. All but one change the source.
    package static let history: [NightCommit] =
        [
            NightCommit(
                subject: "Start",
                files: [
                    "Dockerfile": dockerfile(), "requirements.txt": "one\n",
                    "install.sh": "\(loop(600_000))\nhead -c 3000000 /dev/urandom >/usr/lib/dep\n",
                    "build.sh": buildScript(), "tests/run.sh": testScript(), "src/main.txt": "0\n",
                ])
        ]
        + (1...14).map { number in
            number == 6
                ? NightCommit(subject: "Depend on two", files: ["requirements.txt": "one\ntwo\n"])
                : NightCommit(subject: "Change \(number)", files: ["src/main.txt": "\(number)\n"])
        }

    fileprivate static func dockerfile(first: String = "", copiesFirst: Bool = false) -> String {
        let steps = copiesFirst ? ["COPY . .", "RUN \(install)"] : ["RUN \(install)", "COPY . ."]
        return """
            FROM plimsoll/base:bookworm
            \(first)WORKDIR /srv/app
            COPY requirements.txt install.sh ./
            \(steps.joined(separator: "\n"))
            RUN \(build)
            CMD ["sh", "tests/run.sh"]

            """
    }

    /// A step of about 1.3 s; hosts differ.
    fileprivate static func buildScript(rounds: Int = 900_000, end: String = "") -> String {
        "\(loop(rounds))\ncat src/* >/srv/out\n\(end)"
    }

    fileprivate static func testScript(wait: String = "") -> String { "\(wait)\(loop(300_000))\necho passed\n" }

    /// A line of shell that counts, and so takes a core for a time that is proportional to the number.
    private static func loop(_ rounds: Int) -> String { "n=0; while [ $n -lt \(rounds) ]; do n=$((n+1)); done" }
}

extension NightPlant {
    /// The commit that plants it, upon the history.
    package var commit: NightCommit {
        switch self {
        case .slowerStep:
            NightCommit(subject: "Build more", files: ["build.sh": NightTree.buildScript(rounds: 1_080_000)])
        case .movedCopy:
            NightCommit(
                subject: "Copy everything first", files: ["Dockerfile": NightTree.dockerfile(copiesFirst: true)])
        case .largerImage:
            NightCommit(
                subject: "Add data",
                files: [
                    "Dockerfile": NightTree.dockerfile(first: NightTree.dataStep + "\n")
                ])
        case .slowerCommand:
            NightCommit(
                subject: "Wait for the server", files: ["tests/run.sh": NightTree.testScript(wait: "sleep 1\n")])
        case .failingStep:
            NightCommit(subject: "Break the build", files: ["build.sh": NightTree.buildScript(end: "exit 1\n")])
        // The container itself is left by Plimsoll, after each job of this commit.
        case .leak: NightCommit(subject: "Start a database", files: ["src/main.txt": "database\n"])
        case .nothing: NightCommit(subject: "Change 15", files: ["src/main.txt": "15\n"])
        }
    }
}
