import Engine
import Fixtures
import Foundation
import Housekeeping
import Provision
import SystemPackage
import Testing

extension IntegrationTests {
    /// What is planted on an engine of its own must show up in the right column, and in no other.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct LedgerTruthTests {
        private static let planted = 64 << 20
        /// A hundredth of what is planted.
        private static let slack = planted / 100
        /// Writes the planted bytes: random, as a disk might store anything else smaller.
        private static func plant(at path: String) -> [String] {
            ["dd", "if=/dev/urandom", "of=\(path)", "bs=1M", "count=64"]
        }

        /// An engine, its ledger opened while it was empty, and the sample after the tests' image was put on it.
        private struct Place {
            let client: EngineClient
            let dataRoot: String
            let ledger: Ledger
            let before: LedgerSample
        }

        private func withLedger(_ body: @Sendable (Place) async throws -> Void) async throws {
            try await Scratch.with { scratch in
                let options = EmbeddedEngineOptions(stateDirectory: scratch.plain("state"), diskBytes: 2 << 30)
                try await EmbeddedEngine.withEngine(options) { engine in
                    let dataRoot = engine.dataRoot
                    try #require(engine.filesystemIsOwn)
                    let source = DiskSource.filesystem(
                        root: (dataRoot as NSString).deletingLastPathComponent, dataRoot: dataRoot
                    ) {
                        FilesystemUsage(path: dataRoot).map {
                            DiskReading(bytes: $0.used, inodes: $0.inodes, size: $0.size)
                        }
                    }
                    try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                        let ledger = try await Ledger.open(on: client, source: source)
                        #expect(ledger.opening.engine.total == 0 && ledger.opening.remainder == 0)
                        try await TestEngine.provideTinyImage(on: client)
                        let place = Place(
                            client: client, dataRoot: dataRoot, ledger: ledger, before: try await ledger.sample())
                        try await body(place)
                    }
                }
            }
        }

        /// Expects each column to have grown by so much, and the disk by all of it together.
        private func expectGrowth(
            _ place: Place, images: Int = 0, containers: Int = 0, volumes: Int = 0, cache: Int? = 0, remainder: Int = 0,
            _ what: String
        ) async throws {
            let before = place.before
            let after = try await place.ledger.sample()
            #expect(after.quiet, "\(what)")
            let grown = after.engine
            let columns: [(String, Int, Int?)] = [
                ("images", grown.images - before.engine.images, images),
                ("containers", grown.containers - before.engine.containers, containers),
                ("volumes", grown.volumes - before.engine.volumes, volumes),
                ("cache", grown.buildCache - before.engine.buildCache, cache),
                ("remainder", try #require(after.remainder) - (try #require(before.remainder)), remainder),
            ]
            for (name, actual, expected) in columns {
                guard let expected else { continue }
                #expect(abs(actual - expected) <= Self.slack, "\(what): \(name) grew by \(actual), not by \(expected)")
            }
            print("\(what): " + columns.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
            let disk = try #require(after.disk).bytes - (try #require(before.disk)).bytes
            let sum = columns.reduce(0) { $0 + $1.1 }
            #expect(disk == sum, "\(what): the disk grew by \(disk), the columns by \(sum)")
        }

        private func build(_ place: Place, _ builder: BuilderKind, _ dockerfile: String) async throws {
            try await Scratch.with { scratch in
                try scratch.write(dockerfile, to: "Dockerfile")
                try await Shell.run("dd if=/dev/urandom of=\(scratch.path("bytes")) bs=1M count=64 status=none")
                let context = try BuildContext.scan(root: FilePath(scratch.root), dockerfile: "Dockerfile")
                let request = BuildRequest(builder: builder, tags: ["planted:1"])
                let result = try await place.client.build(request, context: context.archive)
                #expect(result.error == nil, "\(result.outputTail)")
            }
        }

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func aLayerThatWasRunIsInTheImagesAndInNoCache(builder: BuilderKind) async throws {
            try await withLedger { place in
                let command = Self.plant(at: "/planted").joined(separator: " ")
                try await build(place, builder, "FROM tiny:1\nRUN \(command)\n")
                // BuildKit keeps the context that it was sent, which this build never looked at.
                try await expectGrowth(
                    place, images: Self.planted, cache: builder == .legacy ? 0 : nil, "\(builder) RUN")
            }
        }

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func aLayerThatWasCopiedIsInTheImages(builder: BuilderKind) async throws {
            try await withLedger { place in
                try await build(place, builder, "FROM tiny:1\nCOPY bytes /planted\n")
                try await expectGrowth(
                    place, images: Self.planted, cache: builder == .legacy ? 0 : nil, "\(builder) COPY")
            }
        }

        @Test func whatImagesShareIsInTheImagesOnce() async throws {
            try await withLedger { place in
                let command = Self.plant(at: "/planted").joined(separator: " ")
                for tail in ["one", "two", "three"] {
                    try await build(place, .legacy, "FROM tiny:1\nRUN \(command)\nCMD [\"echo\", \"\(tail)\"]\n")
                }
                try await expectGrowth(place, images: Self.planted, "three images of one layer")
            }
        }

        @Test func aCacheThatNoImageSharesIsInTheCache() async throws {
            try await withLedger { place in
                let command = Self.plant(at: "/planted").joined(separator: " ")
                // The planted bytes are in a stage that no image has.
                try await build(
                    place, .buildkit,
                    "FROM tiny:1 AS maker\nRUN \(command) && echo x > /small\nFROM tiny:1\nCOPY --from=maker /small /s\n"
                )
                try await expectGrowth(place, cache: nil, "a stage")
                let cache = try await place.ledger.sample().engine.buildCache - place.before.engine.buildCache
                // The context lies beside it, as it was sent.
                let records = try await place.client.diskUsage().buildCache.filter { !$0.shared }
                #expect(records.contains { abs($0.size - Self.planted) <= Self.slack })
                #expect(cache >= Self.planted - Self.slack)
            }
        }

        @Test func aVolumeIsInTheVolumes() async throws {
            try await withLedger { place in
                let volume = try await place.client.createVolume(name: "planted")
                let specification = ContainerSpec(
                    image: TestEngine.tinyImage, command: Self.plant(at: "/volume/planted"),
                    hostConfig: HostConfig(binds: ["\(volume.name):/volume"]))
                let container = try await run(specification, on: place.client)
                try await place.client.removeContainer(container)
                try await expectGrowth(place, volumes: Self.planted, "volume")
            }
        }

        @Test func aContainersLayerIsInTheContainers() async throws {
            try await withLedger { place in
                let specification = ContainerSpec(image: TestEngine.tinyImage, command: Self.plant(at: "/planted"))
                let container = try await run(specification, on: place.client)
                try await expectGrowth(place, containers: Self.planted, "container")
                try await place.client.removeContainer(container)
                try await expectGrowth(place, "container removed")
            }
        }

        @Test func whatTheEngineDoesNotKnowIsInTheRemainderAndIsNamed() async throws {
            try await withLedger { place in
                let file = "\(place.dataRoot)/planted"
                try await Shell.run("dd if=/dev/urandom of='\(file)' bs=1M count=64 status=none && sync -f '\(file)'")
                try await expectGrowth(place, remainder: Self.planted, "data root")
                // A layer's directory that no layer refers to, as an engine that was killed leaves.
                let lost = "\(place.dataRoot)/overlay2/lost/diff"
                try await Shell.run(
                    "mkdir -p '\(lost)' && dd if=/dev/urandom of='\(lost)/f' bs=1M count=64 status=none && sync -f '\(lost)'"
                )
                try await expectGrowth(place, remainder: 2 * Self.planted, "lost layer")

                let survey = try #require(try await place.ledger.survey())
                func part(_ name: RemainderPart.Name) -> Int { survey.parts.first { $0.name == name }?.bytes ?? 0 }
                #expect(abs(part(.foreign) - Self.planted) <= Self.slack)
                #expect(abs(part(.uncountedContent) - Self.planted) <= Self.slack)
                #expect(survey.parts.reduce(0) { $0 + $1.bytes } == survey.sample.remainder)
                // The filesystem's own tables are in the baseline; the rest of the empty engine is too.
                #expect(abs(part(.filesystem)) <= Self.slack)
            }
        }

        @Test func inodesAreCounted() async throws {
            try await withLedger { place in
                try await build(
                    place, .legacy,
                    "FROM tiny:1\nRUN mkdir /m && cd /m && i=0; while [ $i -lt 1000 ]; do : > f$i; i=$((i+1)); done\n")
                let after = try await place.ledger.sample()
                let grown = try #require(after.disk).inodes - (try #require(place.before.disk)).inodes
                #expect((1001...1100).contains(grown), "\(grown)")
            }
        }

        /// Runs a container to its end, and leaves it.
        private func run(_ specification: ContainerSpec, on client: EngineClient) async throws -> String {
            let container = try await client.createContainer(specification)
            try await client.startContainer(container)
            #expect(try await client.waitContainer(container) == 0)
            return container
        }
    }
}
