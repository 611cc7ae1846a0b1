import Foundation
import Testing

@testable import Provision

@Suite struct EngineRecordTests {
    private func record() throws -> EngineRecord {
        EngineRecord(
            PartFacts(
                name: "a", stage: .starting, since: Date(timeIntervalSince1970: 1_700_000_000), owner: .current(),
                block: try #require(IPv4Network("10.192.0.0/18")),
                host: HostSide(runDirectory: "/run/x", networkNamespace: "/run/netns/y")),
            EngineDetails(uplink: true, filesystemIsOwn: true, diskBytes: 1 << 30))
    }

    @Test func recordIsReadAsItWasWritten() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/record.json"
            let written = try record()
            try written.write(to: path)
            #expect(EngineRecord.read(path) == written)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for key in ["name", "stage", "owner", "block", "host", "uplink", "diskBytes"] {
                #expect(text.contains("\n  \"\(key)\" : "), "\(key) is not at the top of \(text)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["record.json"])
        }
    }

    /// Version 0.1.0 wrote it so: its engines must be seen and taken down.
    @Test func aRecordOfAnEarlierVersionIsRead() throws {
        let text = #"""
            {"block":"10.192.0.0/18","daemon":{"boot":"b","pid":3,"started":9},"diskBytes":1,"filesystemIsOwn":true,
            "host":{"runDirectory":"/run/plimsoll"},"name":"a","outermost":{"boot":"b","pid":2,"started":8},
            "since":"2024-01-01T00:00:00Z","stage":"running","uplink":true,"version":"20.10.24"}
            """#
        try withTemporaryDirectory { directory in
            let path = "\(directory)/record.json"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let record = try #require(EngineRecord.read(path))
            #expect(record.owner == nil && record.isDetached && "\(record.block)" == "10.192.0.0/18")
            #expect(record.daemon?.pid == 3 && record.outermost?.pid == 2)
        }
    }

    @Test func damagedRecordIsNone() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/record.json"
            try "{\"name\": \"a\"".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(EngineRecord.read(path) == nil)
            #expect(EngineRecord.read("\(directory)/missing.json") == nil)
        }
    }

    @Test func unwritableRecordSaysWhatToDo() throws {
        let record = try record()
        #expect { try record.write(to: "/proc/nowhere/record.json") } throws: { error in
            (error as? EmbeddedEngineError).map { $0.code == .state && $0.message.contains("disk full") } ?? false
        }
    }

    @Test func stateFollowsFromWhoIsAlive() throws {
        let owner = try #require(ProcessIdentity.current())
        let outermost = try #require(ProcessIdentity(pid: getppid()))
        func state(
            _ stage: PartStage, owner: ProcessIdentity?, living: [ProcessIdentity]
        ) throws
            -> EmbeddedEngineStatus.State
        {
            var record = try record()
            record.stage = stage
            record.owner = owner
            record.outermost = outermost
            return EmbeddedEngineStatus.judge(record.facts) { living.contains($0) }
        }
        #expect(try state(.starting, owner: owner, living: [owner]) == .starting)
        #expect(try state(.starting, owner: owner, living: []) == .dead)
        #expect(try state(.starting, owner: owner, living: [outermost]) == .orphaned)
        #expect(try state(.running, owner: owner, living: [owner, outermost]) == .running)
        #expect(try state(.running, owner: owner, living: [outermost]) == .orphaned)
        #expect(try state(.running, owner: owner, living: [owner]) == .dead)
        #expect(try state(.running, owner: nil, living: [outermost]) == .running)
        #expect(try state(.running, owner: nil, living: []) == .dead)
        #expect(try state(.stopping, owner: owner, living: [owner]) == .stopping)
        #expect(try state(.stopping, owner: owner, living: []) == .dead)
    }

    @Test func stateDirectoryWithoutEnginesHasNone() async throws {
        #expect(try EmbeddedEngine.engines(in: "/nowhere/at/all").isEmpty)
        #expect(try await EmbeddedEngine.sweep(stateDirectory: "/nowhere/at/all").isEmpty)
        await #expect { try await EmbeddedEngine.takeDown("a", in: "/nowhere/at/all") } throws: {
            ($0 as? EmbeddedEngineError)?.code == .badName
        }
    }
}
