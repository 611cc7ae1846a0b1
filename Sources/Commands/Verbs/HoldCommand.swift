import ArgumentParser
import Foundation
import Housekeeping

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Run a command while no garbage collection may run on an engine.",
        discussion: """
            Any number of commands may hold an engine at once; `plimsoll gc` waits for them. A collection at work is waited for,
            for --wait at most. The command has this one's input and output, gets its signals, and gives its exit status; 127
            when it is not found, 126 when it is found and cannot be run. Standard output is the command's alone.

            Example:
              plimsoll hold --engine unix:///var/run/docker.sock -- make test
            """)

    @OptionGroup var place: MutexOptions
    @Option(help: "How long to wait for a collection to end; then end with 1, the command not run.")
    var wait = TimeSpan(seconds: 900)
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.") var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError("Name the command after --, as: plimsoll hold --engine unix:///… -- make test")
        }
        guard place.engine != nil || place.mutex != nil else {
            throw ValidationError("Name the engine by --engine, as --engine unix:///var/run/docker.sock")
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
