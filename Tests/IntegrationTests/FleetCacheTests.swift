import Engine
import Foundation
import Provision
import Testing

extension IntegrationTests {
    /// A real registry and two real engines: what one built, the other need not.
    @Suite(.serialized) struct FleetCacheTests {
        private static let dockerfile = """
            FROM tiny:1
            RUN echo system > /system
            COPY manifest /src/manifest
            RUN cp /src/manifest /installed
            COPY . /src
            """

        private func build(
            _ member: Fleet.Member, _ fleet: Fleet, _ builder: BuilderKind, source: String, tag: String? = nil,
            cacheFrom: String? = nil
        ) async throws -> BuildResult {
            var request = BuildRequest(builder: builder, tags: tag.map { [$0] } ?? [])
            if builder == .buildkit, tag != nil { request.arguments = ["BUILDKIT_INLINE_CACHE": "1"] }
            request.cacheFrom = cacheFrom.map { [$0] } ?? []
            let context = try await fleet.scratch.context([
                "Dockerfile": Self.dockerfile, "manifest": "a", "source": source,
            ])
            return try await member.client.build(request, context: context)
        }

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func whatTheFirstPushedTheSecondNeedNotBuild(_ builder: BuilderKind) async throws {
            try await Fleet.with { fleet in
                let cache = fleet.name("trial:\(builder.rawValue)")
                let built = try await build(fleet.first, fleet, builder, source: "1", tag: cache)
                #expect(built.error == nil && Fleet.hits(built) == [false, false, false, false])
                try await fleet.first.client.pushImage(cache)

                let before = try #require(fleet.registry.traffic(with: fleet.second.engine.name))
                let alone = try await build(fleet.second, fleet, builder, source: "2")
                #expect(Fleet.hits(alone) == [false, false, false, false])
                let after = try #require(fleet.registry.traffic(with: fleet.second.engine.name))
                // An idle connection may be closed meanwhile; nothing is asked for.
                #expect(after.total - before.total < 2000)

                // Cold again: what was built without a cache must not be what hits.
                if let image = alone.imageID { try await fleet.second.client.removeImage(image, force: true) }
                #expect(try await fleet.second.client.emptyBuildCache().isEmpty)
                if builder == .legacy { try await fleet.second.client.pullImage(cache) }
                let helped = try await build(fleet.second, fleet, builder, source: "2", cacheFrom: cache)
                #expect(helped.error == nil && Fleet.hits(helped) == [true, true, true, false], "\(helped.steps)")
                let end = try #require(fleet.registry.traffic(with: fleet.second.engine.name))
                #expect(end.sent > after.sent)
            }
        }

        @Test func aCacheThatDoesNotExistHarmsNoBuild() async throws {
            try await Fleet.with { fleet in
                let missing = fleet.name("trial:none")
                let built = try await build(fleet.second, fleet, .buildkit, source: "1", cacheFrom: missing)
                #expect(built.error == nil && Fleet.hits(built).contains(true) == false)
                let pull = await #expect(throws: EngineError.self) {
                    try await fleet.second.client.pullImage(missing)
                }
                #expect(pull?.code == .notFound, "\(pull.map { "\($0)" } ?? "")")
                // Named all the same, the legacy builder passes over it.
                let legacy = try await build(fleet.second, fleet, .legacy, source: "1", cacheFrom: missing)
                #expect(legacy.error == nil)
            }
        }

        @Test func anUploadThatIsCutLosesOnlyItself() async throws {
            try await Fleet.with { fleet in
                let name = ImageName(fleet.name("large:1"))
                try await Shell.run(
                    """
                    mkdir \(fleet.scratch.path("large")) && \
                    dd if=/dev/urandom of=\(fleet.scratch.path("large/noise")) bs=1M count=150 status=none && \
                    tar -C \(fleet.scratch.path("large")) -cf \(fleet.scratch.path("large.tar")) .
                    """)
                try await fleet.first.client.importImage(
                    from: fleet.scratch.plain("large.tar"), repository: name.repository, tag: name.tag)
                let pushing = Task { try await fleet.first.client.pushImage(name.description) }
                while fleet.registry.usage().uploadBytes == 0 { try await Task.sleep(for: .milliseconds(2)) }
                pushing.cancel()
                let cut = await #expect(throws: EngineError.self) { try await pushing.value }
                #expect(cut?.code == .cancelled)
                let begun = fleet.registry.usage()
                #expect(begun.uploads >= 1 && begun.tags == 1)

                // What was cut is garbage, and a second attempt is whole.
                #expect(try await fleet.registry.collect().after.uploads == 0)
                try await fleet.first.client.pushImage(name.description)
                let pulled = try await fleet.second.client.pullImage(name.description)
                #expect(pulled.layers.compactMap(\.size).reduce(0, +) >= 150 << 20)
                #expect(
                    try await fleet.second.client.image(name.description).id
                        == fleet.first.client.image(name.description).id)
            }
        }

        @Test func aRegistryThatIsGoneIsToldInTheEnginesWords() async throws {
            try await Fleet.with { fleet in
                kill(fleet.registry.outermostProcessIdentifier, SIGKILL)
                while fleet.registry.complaint() == nil { try await Task.sleep(for: .milliseconds(10)) }
                let pull = await #expect(throws: EngineError.self) {
                    try await fleet.second.client.pullImage(fleet.name("tiny:1"))
                }
                #expect(pull?.code == .registryUnreachable, "\(pull.map { "\($0)" } ?? "")")
                #expect(pull?.message.contains(fleet.registry.address) == true)
                let built = try await build(
                    fleet.second, fleet, .buildkit, source: "1", cacheFrom: fleet.name("trial:buildkit"))
                #expect(built.error == nil)
            }
        }
    }
}
