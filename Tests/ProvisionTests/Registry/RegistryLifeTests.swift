import Foundation
import Testing

@testable import Provision

/// Real registries, one test after the other.
@Suite(
    .serialized, .enabled(if: EngineTestHost.isAvailable && Tool.find("docker-registry") != nil),
    .timeLimit(.minutes(10)))
struct RegistryLifeTests {
    private func options(
        _ state: String, name: String? = nil, storage: String? = nil, port: Int? = nil,
        program: String = "docker-registry"
    ) -> EmbeddedRegistryOptions {
        EmbeddedRegistryOptions(stateDirectory: state, name: name, storage: storage, port: port, program: program)
    }

    /// Expects that a registry cannot be brought up.
    private func refused(_ options: EmbeddedRegistryOptions, _ code: EmbeddedEngineError.Code) async {
        let error = await #expect(throws: EmbeddedEngineError.self) { try await EmbeddedRegistry.up(options) }
        #expect(error?.code == code)
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
            let options = options("\(directory)/state", storage: "\(directory)/images")
            let repositories = try await EmbeddedRegistry.withRegistry(options) { registry in
                await refused(options, .taken)
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
            await refused(options(state, port: registries[1].record.port), .taken)
            try await registries[1].down()
            for registry in registries { #expect(await registry.leftovers() == []) }
        }
    }

    @Test func aNameIsGivenOnceAmongEnginesAndRegistries() async throws {
        try await withTemporaryDirectory { state in
            let name = "t\(Int.random(in: 100_000...999_999))"
            let options = options(state, name: name)
            try await EmbeddedRegistry.withRegistry(options) { registry in
                let engine = EmbeddedEngineOptions(stateDirectory: state, name: name, diskBytes: 2 << 30)
                let error = await #expect(throws: EmbeddedEngineError.self) { try await EmbeddedEngine.up(engine) }
                #expect(error?.code == .badName)
                await refused(options, .badName)
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
            PartProcesses.find(registry.layout).daemon?.send(SIGKILL)
            let ended = try await EngineTestHost.eventually(.seconds(5)) {
                registry.complaint()?.contains("ended") ?? false
            }
            #expect(ended)
            try await registry.down()
            #expect(await registry.leftovers() == [])
        }
    }

    @Test func aKilledServerComesBackOnItsStorageWhenItIsAsked() async throws {
        try await withTemporaryDirectory { state in
            try await EmbeddedRegistry.withRegistry(options(state)) { registry in
                let mark = "\(registry.storage)/mark"
                try plant("kept", at: mark)
                for _ in 0..<2 {
                    try await registry.kill()
                    #expect(registry.complaint()?.contains("does not listen") == true)
                    try await registry.again()
                    #expect(registry.complaint() == nil && FileManager.default.fileExists(atPath: mark))
                }
                #expect(try await registry.collect().freedBytes == 0)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
        }
    }

    @Test func aMomentThatNeverComesKillsNothing() async throws {
        struct Never: Error {}
        try await withTemporaryDirectory { state in
            try await EmbeddedRegistry.withRegistry(options(state)) { registry in
                await #expect(throws: Never.self) { try await registry.kill { throw Never() } }
                #expect(registry.complaint() == nil)
                try await registry.again()
                #expect(registry.complaint() == nil)
            }
        }
    }

    @Test func aRegistryThatIsAwayIsTakenDown() async throws {
        try await withTemporaryDirectory { state in
            let registry = try await EmbeddedRegistry.up(options(state))
            try await registry.kill()
            try await registry.down()
            #expect(await registry.leftovers() == [])
        }
    }

    @Test func aDiskOfItsOwnHasItsSizeAndGoesWithIt() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/with a space, a comma: and ünïcode"
            var options = options(state)
            options.diskBytes = 64 << 20
            let registry = try await EmbeddedRegistry.withRegistry(options) { registry in
                #expect(registry.filesystemIsOwn)
                let size = try #require(FilesystemUsage(path: registry.storage)?.size)
                #expect((48 << 20...64 << 20).contains(size))
                #expect(try await registry.collect(keeping: 1).freedBytes == 0)
                #expect(Set(await registry.leftovers().map(\.kind)).contains(.loopDevice))
                return registry
            }
            #expect(await registry.leftovers() == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
        }
    }

    @Test func aProgramThatCannotServeSaysItsLastWordsAndLeavesNothing() async throws {
        try await withTemporaryDirectory { state in
            await refused(options(state, program: "/bin/false"), .diedAtStart)
            let left = try FileManager.default.contentsOfDirectory(atPath: state)
            #expect(left == [])
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
