import ArgumentParser
import Foundation
import Provision

struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Start, stop or list registries for embedded engines, or collect their garbage.",
        discussion: """
            The registry is Debian's docker-registry in namespaces of its own. Every embedded engine of the same state
            directory reaches it at the address that `status` prints, whether it started before or after the registry. The
            host, other engines and containers cannot. `plimsoll run` starts its own registry for scenarios that need one.

            Examples:
              plimsoll registry up --name fleet --storage /srv/images
              docker -H unix://$(plimsoll engine status --socket mine) push 127.0.0.1:5000/team/image:1
              plimsoll registry status --json
              plimsoll registry collect --name fleet --keep 3
              plimsoll registry down --name fleet
            """,
        subcommands: [Up.self, Down.self, Status.self, Collect.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start a registry that runs until `registry down`.")

        @OptionGroup var state: StateOptions
        @Option(help: "Registry name, different from every engine's; default: a free one.") var name: String?

        @Option(
            help:
                "Directory of its images, which stays after `down`. Default: one that is removed with the registry.")
        var storage: String?

        @Option(help: "Port at which engines reach it; default: the first from 5000 on that no registry uses.")
        var port: Int?

        func validate() throws {
            guard port.map({ (1...65_535).contains($0) }) ?? true else {
                throw ValidationError("--port takes a number from 1 to 65535.")
            }
        }

        func run() async throws {
            var options = EmbeddedRegistryOptions(stateDirectory: state.state, name: name, storage: storage, port: port)
            options.detached = true
            options.isOpen = true
            let registry = try await Interruption.cancelling {
                try await $0.down { Terminal.standard.message($0) }
            } _: { [options] in
                try await EmbeddedRegistry.up(options) { Terminal.standard.message($0) }
            }
            Terminal.standard.result("\(registry.name)  \(registry.address)")
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop registries and remove everything that is theirs, except a directory given by --storage.")

        @OptionGroup var state: StateOptions
        @Option(help: "Registry name; default: all registries in --state that do not belong to a running command.")
        var name: String?

        func run() async throws {
            try await EmbeddedRegistry.registries(in: state.state).down(name) {
                try await EmbeddedRegistry.takeDown($0, in: state.state) { Terminal.standard.message($0) }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the registries of this state directory, what they store, and which engines use them.")

        @OptionGroup var state: StateOptions
        @Option(help: "Print only the address at which engines reach the registry with this name.") var address: String?
        @Flag(help: "Print the registries as JSON.") var json = false

        func run() async throws {
            try EmbeddedRegistry.registries(in: state.state).show(
                json: json, only: address, \.address,
                ["NAME", "STATE", "ADDRESS", "ENGINES", "IMAGES", "KEEPS", "STORAGE"]
            ) { registry in
                let engines = registry.engines.filter { $0.traffic != nil }.map(\.name).joined(separator: ",")
                return [
                    registry.name, registry.state.rawValue, registry.address ?? "-", engines.isEmpty ? "-" : engines,
                    registry.usage.map { "\($0.tags)" } ?? "-", registry.usage.map { ByteText.text($0.bytes) } ?? "-",
                    registry.storage ?? "-",
                ]
            }
        }
    }

    struct Collect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Collect a registry's garbage. The registry does not answer meanwhile.",
            discussion: """
                Removes manifests without a tag, and layers that no manifest needs. The parts of a multi-platform image have no
                tags of their own and would be removed too. Do not collect a registry that stores such images.
                """)

        @OptionGroup var state: StateOptions
        @Option(help: "Registry name.") var name: String
        @Option(help: "Tags to keep of each repository, those pushed last; default: all.") var keep: Int?
        @Flag(help: "Print what was done as JSON.") var json = false

        func validate() throws {
            guard keep.map({ $0 >= 0 }) ?? true else { throw ValidationError("--keep takes 0 or more.") }
        }

        func run() async throws {
            let collection = try await EmbeddedRegistry.named(name, in: state.state).collect(keeping: keep)
            try Terminal.standard.result(
                json: json, collection,
                "\(name)  freed \(ByteText.text(collection.freedBytes)) of \(ByteText.text(collection.before.bytes)), "
                    + "blocked for \(String(format: "%.2f", collection.blocked)) s")
        }
    }
}
