import ArgumentParser
import Model
import Provision

struct EngineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Start or stop an embedded engine, or list the engines.",
        discussion: """
            `plimsoll run` starts and removes an engine by itself. Start one by hand to keep it, and its cache, over several runs.

            Examples:
              plimsoll engine up --name mine
              plimsoll engine up --name new --engine docker:forky+containerd
              docker -H unix://$(plimsoll engine status --socket mine) info
              plimsoll run scenarios/overhead.yaml --engine unix://$(plimsoll engine status --socket mine)
              plimsoll engine down --name mine
            """,
        subcommands: [Up.self, Down.self, Status.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start a private engine that runs until `engine down`.")

        @OptionGroup var state: StateOptions
        @Option(help: "Engine name; default: a free one.") var name: String?

        @Option(
            help:
                "Which engine: embedded (the host's own dockerd), docker:SUITE, docker:SUITE+containerd or podman:SUITE."
        )
        var engine = EngineSource.hostWord

        @Option(help: "Size of the engine's own disk, such as 20GiB.") var engineDisk: ByteCount = .gibibytes(20)

        func run() async throws {
            var options = EmbeddedEngineOptions(stateDirectory: state.state)
            options.name = name
            options.source = try source()
            options.diskBytes = engineDisk.bytes
            options.detached = true
            let engine = try await Interruption.cancelling {
                try await $0.down { Terminal.standard.message($0) }
            } _: { [options] in
                try await EmbeddedEngine.up(options) { Terminal.standard.message($0) }
            }
            Terminal.standard.result("\(engine.name)  unix://\(engine.socketPath)")
        }

        private func source() throws -> EngineSource {
            guard let source = try EngineSource.parse(engine) else {
                throw UsageError(
                    description: "--engine \(engine): only Plimsoll's own engines can be started: "
                        + "embedded, docker:SUITE, docker:SUITE+containerd or podman:SUITE")
            }
            return source
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop engines and remove everything that is theirs.")

        @OptionGroup var state: StateOptions
        @Option(help: "Engine name; default: all engines in --state that do not belong to a running command.")
        var name: String?

        func run() async throws {
            try await EmbeddedEngine.engines(in: state.state).down(name) {
                try await EmbeddedEngine.takeDown($0, in: state.state) { Terminal.standard.message($0) }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the engines of this state directory.")

        @OptionGroup var state: StateOptions
        @Option(help: "Print only the socket path of the engine with this name.") var socket: String?
        @Flag(help: "Print the engines as JSON.") var json = false

        func run() async throws {
            try EmbeddedEngine.engines(in: state.state).show(
                json: json, only: socket, \.socketPath, ["NAME", "STATE", "ENGINE", "VERSION", "DISK", "SOCKET"]
            ) { [$0.name, $0.state.rawValue, $0.engine.rawValue, $0.version ?? "-", disk(of: $0), $0.socketPath] }
        }

        private func disk(of engine: EmbeddedEngineStatus) -> String {
            guard let disk = engine.disk else { return "-" }
            let share = 100 * Double(disk.used) / Double(max(1, disk.size))
            return String(format: "%.1f%% of %.1f GiB", share, Double(disk.size) / Double(1 << 30))
        }
    }
}
