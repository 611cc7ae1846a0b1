import Engine
import Foundation
import StubEngine
import Testing

@testable import Housekeeping

/// What `clean` takes for Plimsoll's: an engine that lists objects of Plimsoll's and of others says which of them it was asked to remove.
@Suite struct LabelledObjectsTests {
    private let dead = UUID()
    private let alive = UUID()

    private static func labels(_ owner: UUID?, name: String? = nil, process: String? = nil) -> String {
        var labels = ["plimsoll": "1"]
        labels["plimsoll.depth"] = name.map { _ in "1" }
        labels["plimsoll.owner"] = owner?.uuidString.lowercased()
        labels["plimsoll.name"] = name
        labels["plimsoll.process"] = process
        return "{" + labels.sorted { $0.key < $1.key }.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
    }

    private static func container(_ name: String, _ labels: String) -> String {
        #"""
        {"Id":"\#(name)","Names":["/\#(name)"],"Image":"i","ImageID":"i","Command":"","Created":0,"State":"running",
        "Status":"","Labels":\#(labels)}
        """#
    }

    private static func image(_ tags: [String], _ labels: String) -> String {
        let names = tags.isEmpty ? "null" : "[" + tags.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        return #"""
            {"Id":"sha256:\#(tags.first ?? "nameless")","ParentId":"","RepoTags":\#(names),"Created":0,"Size":1,"Labels":\#(labels)}
            """#
    }

    private static func volume(_ name: String, _ labels: String) -> String {
        #"{"Name":"\#(name)","Driver":"local","Mountpoint":"/","Labels":\#(labels)}"#
    }

    private static func network(_ name: String, _ labels: String) -> String {
        #"{"Id":"\#(name)","Name":"\#(name)","Driver":"bridge","Scope":"local","Labels":\#(labels)}"#
    }

    private static let entry = #"{"Id":"i","Created":0,"CreatedBy":"","Size":0,"Tags":[]}"#

    private func remove(
        containers: [String] = [], images: [String] = [], volumes: [String] = [], networks: [String] = [],
        owner: UUID? = nil, sparing: Set<UUID> = [], history: Int = 1
    ) async throws -> (removal: LabelledObjects.Removal, deleted: [String]) {
        let routes = StubRoutes()
            .on("GET /containers/json", .json("[\(containers.joined(separator: ","))]"))
            .on("GET /images/json", .json("[\(images.joined(separator: ","))]"))
            .on("GET /volumes", .json(#"{"Volumes":[\#(volumes.joined(separator: ","))]}"#))
            .on("GET /networks", .json("[\(networks.joined(separator: ","))]"))
            .on(
                "GET /images/**/history",
                .json("[\(Array(repeating: Self.entry, count: history).joined(separator: ","))]")
            )
            .on("DELETE /containers/*", StubAnswer(status: 204))
            .on("DELETE /images/**", .json("[]"))
            .on("DELETE /volumes/*", StubAnswer(status: 204))
            .on("DELETE /networks/*", StubAnswer(status: 204))
        return try await StubEngine.withServer(routes) { stub in
            let removal = try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await LabelledObjects(on: client).remove(owner: owner, sparing: sparing)
            }
            #expect(stub.unexpected.isEmpty)
            return (removal, stub.requestNames.filter { $0.hasPrefix("DELETE") })
        }
    }

    private func name(_ owner: UUID, _ what: String) -> String {
        RunNames(owner: owner.uuidString.lowercased()).name(what)
    }

    @Test func whatWasBuiltUponAnImageOrStartedFromOneStays() async throws {
        let base = Self.labels(nil, name: "plimsoll/base:bookworm")
        let job = Self.labels(dead)
        let short = dead.uuidString.lowercased().prefix(8)
        let (removal, deleted) = try await remove(
            containers: [Self.container("mydb", base), Self.container("theirs", job)],
            images: [
                Self.image(["mycompany/service:1"], base), Self.image(["mycompany/upon-a-job:1"], job),
                Self.image([], base), Self.image([], job), Self.image(["plimsoll/base:bookworm-of-ours"], base),
                Self.image(["plimsoll/scap:\(short)x"], job),
            ],
            volumes: [Self.volume("data", base)], networks: [Self.network("net", base)])
        #expect(deleted == [])
        #expect(removal.removed == [] && removal.held == [])
        #expect(removal.left.count == 10)
        #expect(
            removal.left.contains("container mydb stays: it is built on something of Plimsoll's, not by Plimsoll"))
    }

    @Test func whatPlimsollMadeGoes() async throws {
        let labels = Self.labels(dead)
        let short = dead.uuidString.lowercased().prefix(8)
        let (removal, _) = try await remove(
            containers: [Self.container(name(dead, "7"), labels), Self.container(name(dead, "packages"), labels)],
            images: [
                Self.image(["plimsoll/scap:\(short)-7"], labels),
                Self.image(["localhost/plimsoll/malu:\(short)"], labels),
                Self.image(["plimsoll/base:bookworm"], Self.labels(nil, name: "plimsoll/base:bookworm")),
            ],
            volumes: [Self.volume(name(dead, "at-work"), Self.labels(dead, process: "gone"))])
        // Of a process that nothing can be read of, it cannot be known whether it lives.
        #expect(removal.removed == [])
        #expect(removal.left.count == 1 && removal.left[0].contains("--run \(dead.uuidString.lowercased())"))

        let (second, deleted) = try await remove(
            containers: [Self.container(name(dead, "7"), labels)],
            images: [
                Self.image(["plimsoll/scap:\(short)-7", "mine/kept:1"], labels),
                Self.image(["localhost/plimsoll/malu:\(short)"], labels),
                Self.image(["plimsoll/base:bookworm"], Self.labels(nil, name: "plimsoll/base:bookworm")),
            ],
            volumes: [Self.volume(name(dead, "at-work"), Self.labels(dead, process: try Self.process(alive: false)))])
        #expect(second.removed.map(\.kind) == [.container, .image, .image, .image, .volume])
        #expect(second.left == [] && second.held == [])
        // Only the name that Plimsoll gave: the other keeps the image.
        #expect(!deleted.contains { $0.contains("mine") })
        #expect(deleted.contains { $0.contains("plimsoll/scap:\(short)-7") || $0.contains("scap%3A\(short)-7") })
    }

    @Test func whatWasBuiltUponTheBaseAndHasItsNameStays() async throws {
        let base = Self.image(["plimsoll/base:bookworm"], Self.labels(nil, name: "plimsoll/base:bookworm"))
        let (removal, deleted) = try await remove(images: [base], history: 2)
        #expect(removal.removed == [] && deleted == [])
        #expect(
            removal.left == [
                "image plimsoll/base:bookworm stays: it has the name of one of Plimsoll's, and is built on it"
            ])
        let (own, _) = try await remove(images: [base])
        #expect(own.removed.map(\.name) == ["plimsoll/base:bookworm"])
    }

    @Test func aRunAtWorkIsKnownOnTheEngine() async throws {
        let marker = Self.volume(name(alive, "at-work"), Self.labels(alive, process: try Self.process(alive: true)))
        let (removal, deleted) = try await remove(
            containers: [
                Self.container(name(alive, "3"), Self.labels(alive)),
                Self.container(name(dead, "3"), Self.labels(dead)),
            ],
            images: [Self.image(["plimsoll/base:bookworm"], Self.labels(nil, name: "plimsoll/base:bookworm"))],
            volumes: [marker])
        #expect(removal.removed == [RemovedObject(kind: .container, name: name(dead, "3"))])
        #expect(deleted.count == 1)
        #expect(removal.left == ["run \(alive.uuidString.lowercased()) is active: what it uses stays"])

        let (named, _) = try await remove(
            containers: [Self.container(name(alive, "3"), Self.labels(alive))], volumes: [marker], owner: alive)
        #expect(named.removed == [])
    }

    @Test func aRunThatCannotBeLookedForIsSparedUnlessItIsNamed() async throws {
        let far = RunProcess(
            machine: "another", namespace: "1", process: .init(pid: 1, started: 1, boot: "another"))
        let marker = Self.volume(name(alive, "at-work"), Self.labels(alive, process: far.text))
        let container = Self.container(name(alive, "3"), Self.labels(alive))
        let (spared, _) = try await remove(containers: [container], volumes: [marker])
        #expect(spared.removed == [])
        let (named, _) = try await remove(containers: [container], volumes: [marker], owner: alive)
        #expect(named.removed.map(\.kind) == [.container, .volume])
    }

    @Test func whatBelongsToARunOfTheStateDirectoryIsSpared() async throws {
        let (removal, deleted) = try await remove(
            containers: [
                Self.container(name(dead, "1"), Self.labels(dead)),
                Self.container(name(alive, "1"), Self.labels(alive)),
            ], images: [Self.image(["plimsoll/base:bookworm"], Self.labels(nil, name: "plimsoll/base:bookworm"))],
            sparing: [alive])
        #expect(removal.removed.map(\.name) == [name(dead, "1")])
        #expect(deleted.count == 1)
    }

    /// The label of this process, or of one of this machine that is no more.
    private static func process(alive: Bool) throws -> String {
        let own = try #require(RunProcess.current())
        guard !alive else { return own.text }
        let gone = RunProcess(
            machine: own.machine, namespace: own.namespace,
            process: .init(pid: own.process.pid, started: own.process.started + 1, boot: own.process.boot))
        return gone.text
    }
}
