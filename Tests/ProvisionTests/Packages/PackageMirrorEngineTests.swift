import Engine
import Foundation
import Synchronization
import Testing

@testable import Provision

/// On a real engine, which `PLIMSOLL_TEST_ENGINE` names. What is prepared is kept in `.plimsoll`, as for a user.
@Suite(.enabled(if: NamedEngine.address != nil, "PLIMSOLL_TEST_ENGINE names no engine"), .serialized)
struct PackageMirrorEngineTests {
    private let list = PackageList(apt: ["python3-pip", "tree"], pip: ["six==1.15.0", "six==1.16.0"])

    private func withEngine<Value: Sendable>(_ body: (EngineClient) async throws -> Value) async throws -> Value {
        let endpoint = try EngineEndpoint(try #require(NamedEngine.address), environment: [:])
        return try await EngineClient.withClient(endpoint) { try await body($0) }
    }

    @Test func baseImageIsImportedOnce() async throws {
        try await withEngine { client in
            let first = try await BaseImage().ensure(on: client)
            let sentences = Mutex<[String]>([])
            let second = try await BaseImage().ensure(on: client) { sentence in
                sentences.withLock { $0.append(sentence) }
            }
            #expect(second == first)
            #expect(sentences.withLock { $0 } == [])
            #expect(try await client.image(BaseImage.reference).config.command == ["/bin/bash"])

        }
    }

    @Test func anImageBuiltUponTheBaseIsNotTakenForIt() async throws {
        try await withEngine { client in
            let base = try await BaseImage().ensure(on: client)
            let built = try await client.build(
                BuildRequest(builder: .legacy), context: Self.context("FROM \(BaseImage.reference)\nENV BUILT=1\n"))
            let id = try #require(built.imageID)
            #expect(try await BaseImage().ensure(on: client) == base)
            try await client.removeImage(id, force: true)
        }
    }

    @Test(arguments: [BuilderKind.legacy, .buildkit])
    func buildsInstallFromTheMirror(builder: BuilderKind) async throws {
        try await withEngine { client in
            try await BaseImage().ensure(on: client)
            let mirror = PackageMirror(list: list)
            let owner = UUID().uuidString.lowercased()
            let address = try await mirror.start(on: client, owner: owner)
            #expect(try await mirror.start(on: client, owner: owner) == address)
            // Another run's is another container: neither takes the other's away.
            let other = try await mirror.start(on: client, owner: UUID().uuidString.lowercased())
            #expect(other.container != address.container)
            try await PackageMirror.stop(other, on: client)
            let result = try await client.build(
                BuildRequest(builder: builder, noCache: true, extraHosts: address.extraHosts),
                context: Self.context(
                    """
                    FROM \(BaseImage.reference)
                    RUN apt-get update && apt-get install -y tree python3-pip
                    RUN pip install six==1.16.0 && python3 -c 'import six; assert six.__version__ == "1.16.0"'
                    RUN tree --version && test -z "$(ls /var/cache/apt/archives/*.deb 2>/dev/null)"

                    """))
            #expect(result.error == nil, "\(result.outputTail.joined(separator: "\n"))")
            if let id = result.imageID { try await client.removeImage(id, force: true) }
            try await PackageMirror.stop(address, on: client, removingImage: true)
            try await PackageMirror.stop(address, on: client)
            let left = try await client.containers(filters: ["label": [MirrorContainer.label]])
            #expect(!left.contains { $0.id == address.container })
        }
    }

    @Test func anImageThatCannotBeHadSaysWhatToDo() async throws {
        try await withEngine { client in
            let error = await #expect(throws: PreparationError.self) {
                try await ImagePull.ensure("localhost:1/plimsoll/nothing:here", on: client)
            }
            #expect(error?.code == .pullFailed)
            #expect(error?.cause?.isEmpty == false)
        }
    }

    @Test func theSamePackagesGiveTheSameBaseImage() async throws {
        let kept = try await BaseImage().prepare()
        let state = try TemporaryDirectory()
        let again = try await BaseImage(stateDirectory: state.path).prepare()
        // Debian may have moved on since the kept one was made; then there is nothing to compare.
        if again.facts.packages == kept.facts.packages { #expect(again.facts.digest == kept.facts.digest) }
        #expect(again.facts.packages.contains { $0.hasPrefix("apt ") })
    }

    /// A build context that holds only a Dockerfile.
    private static func context(_ dockerfile: String) throws -> AsyncStream<[UInt8]> {
        let directory = try TemporaryDirectory()
        try directory.write(dockerfile, to: "Dockerfile")
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/bin/tar")
        tar.arguments = ["--format=gnu", "-C", directory.path, "-cf", "\(directory.path)/context.tar", "Dockerfile"]
        try tar.run()
        tar.waitUntilExit()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/context.tar"))
        return AsyncStream { continuation in
            continuation.yield([UInt8](bytes))
            continuation.finish()
        }
    }
}

/// The engine that the tests may use.
private enum NamedEngine {
    static let address = ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ENGINE"]
}
