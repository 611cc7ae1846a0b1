import Foundation
import Subprocess
import Testing

/// The blocks of code of docs/ci.md.
enum Recipes {
    struct Block {
        let language, text: String

        var firstLine: String { String(text.prefix { $0 != "\n" }) }
    }

    static func blocks() throws -> [Block] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/ci.md")
        let parts = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n```")
        // Text and blocks take turns.
        try #require(parts.count % 2 == 1, "each block of docs/ci.md is closed")
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Block(language: String(lines[0]), text: lines.count > 1 ? lines[1] + "\n" : "")
        }
    }

    /// The block in a language that begins with this line.
    static func block(_ language: String, _ firstLine: String) throws -> String {
        try #require(
            blocks().first { $0.language == language && $0.firstLine == firstLine }?.text,
            "docs/ci.md has no block `\(firstLine)`")
    }

    static func nightly() throws -> String { try block("sh", "#!/bin/sh") }
}

/// A folder with the `nightly.sh` of docs/ci.md, and a `plimsoll` that does nothing but end with planted statuses.
struct PlayedNight {
    struct Ended {
        let status: Int32
        let output: String
        /// The command lines of `plimsoll`, in order.
        let calls: [String]

        var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
        /// The verbs that were called, each once.
        var verbs: Set<String> { Set(calls.map { String($0.prefix { $0 != " " }) }) }
    }

    /// Notes each call; writes the files that are named; ends with the status in the file `planted/STEP`, or 0.
    private static let plimsoll = """
        #!/bin/sh
        echo "$*" >>calls
        step=$1
        case "$*" in
        "baseline list"*) step=baselines; [ ! -e baseline ] || cat baseline ;;
        "export --format junit"*) step=jobs ;;
        "export --format ndjson"*) step=records ;;
        run*) mkdir -p .plimsoll && : >.plimsoll/results.sqlite ;;
        esac
        if [ -e "planted/$step.hangs" ]; then
            trap 'kill $!; echo "$step was stopped" >>calls; exit 130' TERM
            sleep 60 >/dev/null 2>&1 &
            echo >hanging
            wait
        fi
        while [ $# -gt 0 ]; do
            case "$1 $2" in
            "--out plimsoll-night") ;;
            --out* | --junit*) printf '# head of %s\\n\\ncause\\n\\ncounts\\n\\nnot shown\\n' "$step" >"$2" ;;
            esac
            shift
        done
        [ ! -e "planted/$step" ] || exit "$(cat "planted/$step")"
        """

    let folder: String

    /// Lends a folder with a database that has these lines in its list of baselines; nil: with no database.
    static func with<Value>(
        baselines: String? = "NAME  RUN\nmain  45BEFE80", statuses: [String: Int32] = [:],
        _ body: (PlayedNight) async throws -> Value
    ) async throws -> Value {
        try await CommandLines.withFolder { folder in
            let night = PlayedNight(folder: folder)
            try night.write(try Recipes.nightly(), to: "nightly.sh")
            try night.write(plimsoll, to: "bin/plimsoll")
            if let baselines {
                try night.write("", to: ".plimsoll/results.sqlite")
                try night.write(baselines + "\n", to: "baseline")
            }
            for (step, status) in statuses { try night.write("\(status)", to: "planted/\(step)") }
            return try await body(night)
        }
    }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    /// Runs a line of shell in the folder.
    func run(_ line: String = "./nightly.sh") async throws -> Ended {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "cd '\(folder)' && PATH='\(folder)/bin':$PATH\n{ \(line)\n} 2>&1"],
            output: .string(limit: 1 << 16), error: .discarded)
        guard case .exited(let status) = result.terminationStatus else {
            throw CocoaError(.executableLoad, userInfo: ["line": line, "ended": "\(result.terminationStatus)"])
        }
        let calls = text("calls")?.split(separator: "\n").map(String.init) ?? []
        return Ended(status: Int32(status), output: result.standardOutput, calls: calls)
    }
}
