import ArgumentParser

/// How what looks worse is measured again.
struct ConfirmationOptions: ParsableArguments {
    @Flag(help: "Measure again what looks worse, both sides in turn, and fail only for what is worse again.")
    var confirm = false

    @Option(
        help: """
            What measures the base again: the beginning of a command line, as './old/plimsoll run scenarios/overhead.yaml'. \
            Default: the base's own command, by this Plimsoll.
            """)
    var baseWith: String?

    @Option(help: "What measures the candidate again. Default: the candidate's own command, by this Plimsoll.")
    var candidateWith: String?

    @Option(help: "How often base, candidate, candidate, base are measured again.")
    var rounds = 1

    func validate() throws {
        guard confirm || (baseWith == nil && candidateWith == nil && rounds == 1) else {
            throw ValidationError("--base-with, --candidate-with and --rounds are for --confirm.")
        }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is 1 to 100.") }
        for (name, command) in [("--base-with", baseWith), ("--candidate-with", candidateWith)] {
            if let command, command.allSatisfy(\.isWhitespace) {
                throw ValidationError("\(name) takes a command, as './old/plimsoll run scenarios/overhead.yaml'.")
            }
        }
    }
}
