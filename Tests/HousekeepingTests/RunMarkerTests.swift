import Engine
import Foundation
import Provision
import StubEngine
import Synchronization
import Testing

@testable import Housekeeping

@Suite struct RunMarkerTests {
    @Test func aProcessIsReadBackAsItWasWritten() throws {
        let own = try #require(RunProcess.current())
        #expect(RunProcess(own.text) == own)
        #expect(own.state() == .alive)
        for text in ["", "a/b/c", "m/b/1/x/1", "m/b/1/1/1/1", "////"] { #expect(RunProcess(text) == nil) }
    }

    @Test func whatCannotBeLookedForIsNeitherAliveNorDead() throws {
        let own = try #require(RunProcess.current())
        func state(
            machine: String? = nil, namespace: String? = nil, boot: String? = nil, started: UInt64 = 1
        )
            -> RunProcess.State
        {
            RunProcess(
                machine: machine ?? own.machine, namespace: namespace ?? own.namespace,
                process: .init(pid: own.process.pid, started: started, boot: boot ?? own.process.boot)
            ).state(seenFrom: own)
        }
        #expect(state() == .dead)
        #expect(state(started: own.process.started) == .alive)
        #expect(state(namespace: "1", started: own.process.started) == .unknown)
        #expect(state(machine: "another", boot: "another") == .unknown)
        #expect(state(machine: "", boot: "another") == .unknown)
        // The same machine, started anew.
        let known = RunProcess(machine: "m", namespace: "1", process: own.process)
        let before = RunProcess(machine: "m", namespace: "1", process: .init(pid: 1, started: 1, boot: "before"))
        #expect(before.state(seenFrom: known) == .dead)
    }

    @Test func theMarkerOfAProcessBeforeIsReplaced() async throws {
        let run = UUID()
        let name = RunNames(owner: run.uuidString.lowercased()).name("at-work")
        let created = Counter()
        let routes = StubRoutes()
            .on("POST /volumes/create") { request in
                // The engine answers with the volume that it has, whatever it was asked for.
                let old = #"{"plimsoll":"1","plimsoll.process":"old"}"#
                let labels =
                    created.next() == 1 ? old : Self.labels(in: String(decoding: request.bodyStart, as: UTF8.self))
                return .json(#"{"Name":"\#(name)","Driver":"local","Mountpoint":"/","Labels":\#(labels)}"#)
            }
            .on("DELETE /volumes/*", StubAnswer(status: 204))
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let marker = RunMarker(of: run)
                try await marker.put(on: client)
                #expect(
                    stub.requestNames.filter { !$0.contains("_ping") }.map { $0.prefix(4) } == ["POST", "DELE", "POST"])
                try await marker.put(on: client)
                #expect(stub.requestNames.filter { !$0.contains("_ping") }.count == 4)
            }
        }
    }

    private static func labels(in body: String) -> String {
        guard let start = body.range(of: #""Labels":"#), let end = body[start.upperBound...].firstIndex(of: "}") else {
            return "{}"
        }
        return String(body[start.upperBound...end])
    }
}

/// Counts calls.
private final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
