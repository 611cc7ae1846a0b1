import Foundation
import Model
import Testing

@testable import Provision

/// Whether a root that is there can be used; roots are planted, none is made.
struct RootStoreTests {
    private static let recipe = RootRecipe(SuiteEngine(product: .docker, suite: "trixie"))

    /// Gives `body` a store with a whole root.
    private func withRoot(
        _ change: (inout EngineRoot.Facts) -> Void = { _ in },
        _ body: (_ store: RootStore, _ root: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let root = "\(directory)/docker-trixie.abcdef"
            try plant("the daemon", at: "\(root)/usr/sbin/dockerd")
            try plant("a library", at: "\(root)/usr/lib/libsome.so.1")
            var facts = EngineRoot.Facts(
                recipe: Self.recipe.identity, architecture: DebianRelease.hostArchitecture,
                directory: "docker-trixie.abcdef", packages: ["docker.io 26.1.5"], made: Date(), seconds: 20,
                digest: await .read(root))
            change(&facts)
            try JSONText.data(facts).write(to: URL(fileURLWithPath: "\(directory)/docker-trixie.json"))
            try await body(RootStore(directory: directory), root)
        }
    }

    private func reason(_ store: RootStore) async -> String? {
        guard case .unfit(let reason) = await store.look(Self.recipe) else { return nil }
        return reason
    }

    @Test func aRootAsItWasMadeIsUsed() async throws {
        try await withRoot { store, root in
            let found = try #require(await store.look(Self.recipe).root)
            #expect(found.directory == root && found.version(of: "docker.io") == "26.1.5")
        }
    }

    @Test func aMissingRootIsNoBrokenOne() async throws {
        try await withTemporaryDirectory { directory in
            guard case .missing = await RootStore(directory: directory).look(Self.recipe) else {
                Issue.record("a root was found in an empty directory")
                return
            }
        }
    }

    @Test func aChangedProgramIsNamed() async throws {
        try await withRoot { store, root in
            let program = "\(root)/usr/sbin/dockerd"
            let before = try FileManager.default.attributesOfItem(atPath: program)[.modificationDate]
            try Data("the deamon".utf8).write(to: URL(fileURLWithPath: program))
            // Of the same size and time: only its content tells.
            try FileManager.default.setAttributes([.modificationDate: try #require(before)], ofItemAtPath: program)
            #expect(await reason(store) == "usr/sbin/dockerd is not as it was made")
        }
    }

    @Test func aMissingProgramIsNamed() async throws {
        try await withRoot { store, root in
            try FileManager.default.removeItem(atPath: "\(root)/usr/sbin/dockerd")
            #expect(await reason(store) == "usr/sbin/dockerd is missing")
        }
    }

    enum Damage: CaseIterable { case truncated, removed, added, mode }

    @Test(arguments: Damage.allCases)
    func anyOtherChangeIsSeen(_ damage: Damage) async throws {
        try await withRoot { store, root in
            let library = "\(root)/usr/lib/libsome.so.1"
            switch damage {
            case .truncated: truncate(library, 3)
            case .removed: try FileManager.default.removeItem(atPath: library)
            case .added: try plant("more", at: "\(root)/usr/lib/libmore.so.1")
            case .mode: chmod(library, 0o600)
            }
            #expect(await reason(store) == "files were changed, added or removed")
        }
    }

    @Test func aRootOfAnotherArchitectureIsRefused() async throws {
        try await withRoot {
            $0.architecture = "riscv64"
        } _: { store, _ in
            #expect(await reason(store)?.hasPrefix("it is for riscv64") == true)
        }
    }

    @Test func aRootOfAnotherRecipeIsRefused() async throws {
        try await withRoot {
            $0.recipe = "other"
        } _: { store, _ in
            #expect(await reason(store) == "another version of Plimsoll made it")
        }
    }

    @Test func aDirectoryWithoutItsRecordIsNoRoot() async throws {
        try await withRoot { store, _ in
            try FileManager.default.removeItem(atPath: "\(store.directory)/docker-trixie.json")
            #expect(await store.look(Self.recipe).root == nil)
        }
    }

    @Test func aCutRecordIsNoRoot() async throws {
        try await withRoot { store, _ in
            truncate("\(store.directory)/docker-trixie.json", 20)
            #expect(await reason(store) == "its record cannot be read")
        }
    }

    @Test func replacedRootsGoExceptOneThatAnEngineHolds() async throws {
        try await withRoot { store, root in
            let held = "\(store.directory)/docker-trixie.heldxx"
            let free = "\(store.directory)/docker-trixie.freexx"
            let other = "\(store.directory)/docker-trixie-x.abcdef"
            for path in [held, free, other] { try plant("", at: "\(path)/file") }
            let descriptor = open(held, O_RDONLY | O_DIRECTORY)
            defer { close(descriptor) }
            #expect(flock(descriptor, LOCK_SH | LOCK_NB) == 0)
            store.removeOthers(Self.recipe, than: "docker-trixie.abcdef")
            #expect([root, held, free, other].map(FileManager.default.fileExists) == [true, true, false, true])
        }
    }

    @Test(arguments: [
        (
            PreparationProblem.commandFailed, "E: The repository 'X nosuch Release' does not have a Release file.",
            "has no suite"
        ),
        (.noSpace, "No space left on device", "PLIMSOLL_ROOTS"),
        (.unreachable, "Could not connect", "check the network"),
        (.unresolvable, "E: Unable to locate package docker.io", "does not have the packages"),
    ])
    func whyThereIsNoRootIsSaid(_ code: PreparationProblem, _ cause: String, _ words: String) {
        let error = RootComplaint.error(
            CommandComplaint.error(tool: .mmdebstrap, status: "exited(1)", complaint: cause), Self.recipe, "/roots")
        #expect(error.code == .noRoot && error.message.contains(words) && error.message.contains("docker:trixie"))
        #expect(CommandComplaint.code(of: cause) == code)
    }

    @Test func theDirectoryIsTheMachinesUnlessItIsNamed() {
        #expect(RootStore(environment: [:]).directory == "/var/cache/plimsoll/roots")
        #expect(RootStore(environment: ["PLIMSOLL_ROOTS": ""]).directory == "/var/cache/plimsoll/roots")
        #expect(RootStore(environment: ["PLIMSOLL_ROOTS": "/srv/roots"]).directory == "/srv/roots")
    }
}
