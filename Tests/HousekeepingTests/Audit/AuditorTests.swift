import Engine
import Foundation
import StubEngine
import Synchronization
import Testing

@testable import Housekeeping

/// Audits of an engine that somebody else runs, which is played.
@Suite(.timeLimit(.minutes(1))) struct AuditorTests {
    private static let run = UUID()
    private static let limits = AuditLimits(
        engine: .milliseconds(300), patience: .milliseconds(300), interval: .milliseconds(5))

    private static func labels(_ owner: UUID?) -> String {
        let own = owner.map { #","plimsoll.owner":"\#($0.uuidString.lowercased())""# } ?? ""
        return #"{"plimsoll":"1"\#(own)}"#
    }

    private static func container(_ id: String, labels: String) -> String {
        #"""
        {"Id":"\#(id)","Names":["/\#(id)"],"Image":"i","ImageID":"i","Command":"","Created":1700000000,"State":"exited",
        "Status":"","Labels":\#(labels)}
        """#
    }

    private static func image(_ id: String, _ tags: String, labels: String) -> String {
        #"{"Id":"\#(id)","ParentId":"","RepoTags":[\#(tags)],"RepoDigests":[],"Created":1,"Size":9,"Labels":\#(labels)}"#
    }

    private static func routes(containers: [String] = [], images: [String] = []) -> StubRoutes {
        StubEngine.jobRoutes()
            .on("GET /containers/json", .json("[\(containers.joined(separator: ","))]"))
            .on("GET /images/json", .json("[\(images.joined(separator: ","))]"))
    }

    private func audit<Value: Sendable>(
        _ routes: StubRoutes, _ body: @Sendable (Auditor) async throws -> Value
    ) async throws -> Value {
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await body(Auditor(foreign: client, run: Self.run, limits: Self.limits))
            }
        }
    }

    private static let names = RunNames(owner: run.uuidString.lowercased())

    private static func name(_ what: String) -> String { names.name(what) }

    @Test func onlyWhatIsOursCountsOnAnEngineOfOthers() async throws {
        let inventory = try await audit(
            Self.routes(
                containers: [
                    Self.container(Self.name("own"), labels: Self.labels(Self.run)),
                    Self.container("theirs", labels: "{}"),
                    Self.container("made of our image", labels: Self.labels(Self.run)),
                    Self.container("of another run", labels: Self.labels(UUID())),
                    Self.container("made of our base", labels: Self.labels(nil)),
                ],
                images: [
                    Self.image(
                        "sha256:1", #""\#(Self.names.image("own", "1"))","\#(Self.names.image("own", "2"))""#,
                        labels: Self.labels(Self.run)),
                    Self.image("sha256:2", #""<none>:<none>""#, labels: Self.labels(Self.run)),
                    Self.image("sha256:3", #""<none>:<none>""#, labels: "null"),
                ])
        ) { try await $0.take() }
        #expect(inventory.objects(.container).map(\.name) == [Self.name("own")])
        #expect(inventory.objects(.image).map(\.name) == [Self.names.image("own", "1"), Self.names.image("own", "2")])
        #expect(inventory.objects(.danglingImage).map(\.name) == ["sha256:2"])
    }

    @Test func whatAnotherEngineHidesIsNotClean() async throws {
        let inventory = try await audit(Self.routes()) { try await $0.take() }
        let whole = AuditKind.allCases.filter { inventory.visibility(of: $0).isWhole }
        #expect(whole == [.container, .image, .network])
        let hidden = AuditKind.allCases.filter { inventory.visibility(of: $0).isHidden }
        #expect(
            hidden == [.buildCache, .mount, .interface, .namespace, .cgroup, .process, .overlay, .file])
        for kind in AuditKind.allCases where !inventory.visibility(of: kind).isWhole {
            #expect(inventory.visibility(of: kind).reason?.isEmpty == false, "\(kind)")
        }
    }

    @Test func whatIsBeingRemovedIsWaitedForAndWhatStaysIsTold() async throws {
        let asked = Mutex(0)
        let stays = Self.container(Self.name("stays"), labels: Self.labels(Self.run))
        let goes = Self.container(Self.name("goes"), labels: Self.labels(Self.run))
        let routes = Self.routes().on("GET /containers/json") { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            return .json(count == 1 ? "[]" : count < 5 ? "[\(stays),\(goes)]" : "[\(stays)]")
        }
        let (left, waited, leaks) = try await audit(routes) { auditor in
            let before = try await auditor.take()
            let settled = try await auditor.settle(since: before)
            return (settled.left, settled.waited, await auditor.measure(settled.left))
        }
        #expect(left.map(\.name) == [Self.name("stays")])
        #expect(waited >= 0.02)
        #expect(leaks.map(\.object.name) == [Self.name("stays")])
    }

    @Test func aCleanEngineIsAskedOnce() async throws {
        let asked = Mutex(0)
        let routes = Self.routes().on("GET /containers/json") { _ in
            asked.withLock { $0 += 1 }
            return .json("[]")
        }
        let waited = try await audit(routes) { auditor in
            let before = try await auditor.take()
            return try await auditor.settle(since: before).waited
        }
        #expect(waited == 0)
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func anEngineThatHangsOrFailsIsAnError() async throws {
        await #expect {
            try await audit(Self.routes().on("GET /networks", .never)) { _ = try await $0.take() }
        } throws: {
            ($0 as? AuditError)?.code == .engineHung
        }
        await #expect {
            try await audit(Self.routes().on("GET /volumes", .error(500, "out of order"))) { _ = try await $0.take() }
        } throws: {
            ($0 as? AuditError)?.code == .engineFailed
        }
    }

    @Test func anEngineWhoseProcessIsGoneIsAnError() async throws {
        await #expect {
            try await StubEngine.withServer(Self.routes()) { stub in
                try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                    let host = EngineHost(process: 2_147_483_646, dataRoot: "/data", cgroup: "none", directories: [])
                    _ = try await Auditor(embedded: host, on: client, limits: Self.limits).take()
                }
            }
        } throws: {
            ($0 as? AuditError)?.code == .unreadable
        }
    }
}
