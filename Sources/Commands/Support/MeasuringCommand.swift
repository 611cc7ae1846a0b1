import Foundation
import Model

/// A command line of `plimsoll run`, for measuring a side of a comparison again.
struct MeasuringCommand: Equatable {
    /// What a shell runs, with the database's path and more options behind it.
    let shell: String

    /// What the user said, which ends in options of `plimsoll run` as it stands.
    init(_ text: String) {
        shell = text
    }

    /// The command that a run was made with, by another executable: without what says where results go and how they are shown.
    init(of run: RunRecord, executable: String) {
        var words: [String] = [executable]
        var skipsNext = false
        for word in run.commandLine.dropFirst() {
            if skipsNext {
                skipsNext = false
            } else if word == "--db" {
                skipsNext = true
            } else if !word.hasPrefix("--db="), !["--resume", "--json", "--quiet"].contains(word) {
                words.append(word)
            }
        }
        shell = words.map(Self.quoted).joined(separator: " ")
    }

    /// The words that run it with its results in a database, and everything that it prints on standard error.
    func words(database: String) -> [String] {
        ["/bin/sh", "-c", "exec \(shell) \"$@\" >&2", "sh", "--db", database, "--quiet"]
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/:=,+@".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
