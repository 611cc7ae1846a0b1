import ArgumentParser
import Foundation
import Housekeeping

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Run a command, and block garbage collections on an engine meanwhile.",
        discussion: """
            Any number of commands may hold an engine at once; `plimsoll gc` waits for them. The command first waits for a
            running collection, up to --wait. It gets the input, output and signals of `plimsoll hold`, which ends with its exit
            status: 127 if it is not found, 126 if it is found and cannot be run. Only the command writes to standard output.

            Example:
              plimsoll hold --engine unix:///var/run/docker.sock -- make test
            """)

    @OptionGroup var place: MutexOptions
    @Option(help: "How long to wait for a running collection; then end with 1, without running the command.")
    var wait = TimeSpan(seconds: 900)
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.") var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError("Name the command after --, such as: plimsoll hold --engine unix:///… -- make test")
        }
        guard place.engine != nil || place.mutex != nil else {
            throw ValidationError("Name the engine by --engine, such as --engine unix:///var/run/docker.sock")
        }
    }

    func run() async throws {
        let mutex = try await place.place()
        let end = try await mutex.withShared(waitingAtMost: wait.duration) {
            Terminal.standard.message("plimsoll hold: waiting for a garbage collection to end")
        } _: { hold in
            if hold.waitedSeconds >= 0.1 {
                Terminal.standard.message(String(format: "plimsoll hold: waited %.1f s", hold.waitedSeconds))
            }
            return try await HeldCommand(words: command).run()
        }
        try end.pass()
    }
}
