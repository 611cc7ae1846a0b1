import Foundation
import Testing

@testable import Provision

/// Real registries, one test after the other.
@Suite(
    .serialized, .enabled(if: EngineTestHost.isAvailable && Tool.find("docker-registry") != nil), .timeLimit(.minutes(10)))
struct RegistryLifeTests {
    private func options(_ state: String, detached: Bool = false) -> EmbeddedRegistryOptions {
        EmbeddedRegistryOptions(stateDirectory: state, detached: detached)
    }

    @Test func registryIsItsOwnAndLeavesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/with a space, a comma: and ünïcode"
            let registry = try await EmbeddedRegistry.withRegistry(options(state)) { registry in
                #expect(registry.complaint() == nil)
                #expect(registry.address.hasPrefix("127.0.0.1:") && registry.version.hasPrefix("2."))
                #expect(registry.usage() == RegistryUsage())
                #expect(getsid(registry.outermostProcessIdentifier) == registry.outermostProcessIdentifier)
                let status = try #require(try EmbeddedRegistry.registries(in: state).first)
                #expect(status.state == .running && !status.detached && !status.isOpen && status.engines == [])
                let kinds = Set(await registry.leftovers().map(\.kind))
                #expect(kinds == [.process, .namespace, .file])
                return registry
            }
            #expect(registry.complaint()?.contains("has ended") == true)
            #expect(await registry.leftovers() == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
            try await registry.down()
            #expect(await registry.leftovers() == [])
        }
    }

    @Test func aNamedStorageStaysAndBelongsToOne() async throws {
        try await withTemporaryDirectory { directory in
            var options = options("\(directory)/state")
            options.storage = "\(directory)/images"
            let repositories = try await EmbeddedRegistry.withRegistry(options) { [options] registry in
                await #expect { try await EmbeddedRegistry.up(options) } throws: {
                    ($0 as? EmbeddedEngineError)?.code == .taken
                }
                #expect(registry.complaint() == nil)
                return RegistryUsage.repositories(of: registry.storage)
            }
            #expect(FileManager.default.fileExists(atPath: repositories))
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/state") == [])
        }
    }

    @Test func severalAtOnceHavePortsOfTheirOwn() async throws {
        try await withTemporaryDirectory { state in
            async let left = EmbeddedRegistry.up(options(state))
            async let right = EmbeddedRegistry.up(options(state))
            let registries = try await [left, right]
            #expect(Set(registries.map(\.address)).count == 2)
            try await registries[0].down()
            #expect(registries[1].complaint() == nil)
            var options = options(state)
            options.port = registries[1].record.port
            await #expect { [options] in try await EmbeddedRegistry.up(options) } throws: {
                ($0 as? EmbeddedEngineError)?.code == .taken
            }
            try await registries[1].down()
            for registry in registries { #expect(await registry.leftovers() == []) }
        }
    }

    @Test func aNameIsGivenOnceAmongEnginesAndRegistries() async throws {
        try await withTemporaryDirectory { state in
            var options = options(state)
            options.name = "t\(Int.random(in: 100_000...999_999))"
            try await EmbeddedRegistry.withRegistry(options) { [options] registry in
                var engine = EngineTestHost.options(state)
                engine.name = registry.name
                await #expect { [engine] in try await EmbeddedEngine.up(engine) } throws: {
                    ($0 as? EmbeddedEngineError)?.code == .badName
                }
                await #expect { try await EmbeddedRegistry.up(options) } throws: {
                    ($0 as? EmbeddedEngineError)?.code == .badName
                }
                #expect(registry.complaint() == nil)
            }
        }
    }

    @Test func registryEndsByItselfWithItsOwner() async throws {
        try await withTemporaryDirectory { state in
            await #expect(processExitsWith: .signal(SIGKILL)) { [state = state as String] in
                try await EmbeddedRegistry.withRegistry(EmbeddedRegistryOptions(stateDirectory: state)) { _ in
                    _ = kill(getpid(), SIGKILL)
                }
            }
            try await endedAndIsSwept(state)
        }
    }

    @Test func detachedRegistryOutlivesItsMakerAndIsSweptOnlyWhenDead() async throws {
        try await withTemporaryDirectory { state in
            await #expect(processExitsWith: .success) { [state = state as String] in
                _ = try await EmbeddedRegistry.up(EmbeddedRegistryOptions(stateDirectory: state, detached: true))
            }
            let status = try #require(try EmbeddedRegistry.registries(in: state).first)
            #expect(status.state == .running && status.detached)
            #expect(try await EmbeddedRegistry.sweep(stateDirectory: state) == [])
            kill(try #require(status.outermost), SIGKILL)
            try await endedAndIsSwept(state)
        }
    }

    @Test func aServerThatFailsTakesTheRegistryWithIt() async throws {
        try await withTemporaryDirectory { state in
            let registry = try await EmbeddedRegistry.up(options(state))
            EngineProcesses.find(registry.layout, registry.names).daemon?.send(SIGKILL)
            let ended = try await EngineTestHost.eventually(.seconds(5)) { registry.complaint()?.contains("ended") ?? false }
            #expect(ended)
            try await registry.down()
            #expect(await registry.leftovers() == [])
        }
    }

    @Test func aProgramThatCannotServeSaysItsLastWordsAndLeavesNothing() async throws {
        try await withTemporaryDirectory { state in
            var options = options(state)
            options.program = "/bin/false"
            let error = await #expect(throws: EmbeddedEngineError.self) { [options] in
                try await EmbeddedRegistry.up(options)
            }
            #expect(error?.code == .diedAtStart)
            #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
        }
    }

    @Test func collectionOfNothingSucceedsAndTheRegistryServesAgain() async throws {
        try await withTemporaryDirectory { state in
            try await EmbeddedRegistry.withRegistry(options(state)) { registry in
                for _ in 0..<2 {
                    let collection = try await registry.collect(keeping: 1)
                    #expect(collection.freedBytes == 0 && collection.forgottenTags == 0)
                    #expect(collection.blocked >= collection.collecting && collection.collecting > 0)
                    #expect(registry.complaint() == nil)
                }
            }
        }
    }

    private func endedAndIsSwept(_ state: String) async throws {
        let ended = try await EngineTestHost.eventually(.seconds(5)) {
            try EmbeddedRegistry.registries(in: state).map(\.state) == [.dead]
        }
        #expect(ended)
        let name = try #require(try EmbeddedRegistry.registries(in: state).first?.name)
        #expect(try await EmbeddedRegistry.sweep(stateDirectory: state) == [name])
        #expect(try await EmbeddedRegistry.leftovers(name, in: state) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
    }
}
