import Foundation
import Testing

@testable import Provision

@Suite struct EngineRequirementsTests {
    private func failure(user: uid_t = 0, lacking: String = "") -> EmbeddedEngineError? {
        do {
            try EngineRequirements.check(EmbeddedEngineOptions(), user: user) { $0 == lacking ? nil : "/usr/bin/\($0)" }
            return nil
        } catch {
            return error
        }
    }

    @Test func aHostWithEverythingIsFine() {
        #expect(failure() == nil)
    }

    @Test func anotherUserIsToldOfBothWays() throws {
        let error = try #require(failure(user: 1000))
        #expect(error.code == .notRoot)
        #expect(error.message.contains("sudo") && error.message.contains("--engine unix:///var/run/docker.sock"))
    }

    @Test(arguments: [("dockerd", "docker.io"), ("ip", "iproute2"), ("mkfs.ext4", "e2fsprogs"), ("runc", "runc")])
    func aMissingProgramNamesItsPackage(_ program: String, _ package: String) throws {
        let error = try #require(failure(lacking: program))
        #expect(error.code == .missingProgram)
        #expect(error.message.contains(program) && error.message.hasSuffix("apt-get install \(package)"))
    }

    @Test func littleSpaceIsRefusedAndTightSpaceWarned() throws {
        func judge(_ free: Int) throws -> String? {
            try EngineRequirements.judge(free: free, diskBytes: 20 << 30, directory: "/srv")
        }
        #expect(try judge(21 << 30) == nil)
        #expect(try judge(19 << 30)?.contains("larger than") == true)
        #expect { try judge((2 << 30) - 1) } throws: { ($0 as? EmbeddedEngineError)?.code == .noSpace }
    }

    @Test func errorShowsItsCause() {
        let error = EmbeddedEngineError(.diedAtStart, "It ended:", cause: "one\ntwo")
        #expect("\(error)" == "It ended:\n  one\n  two")
    }

    @Test func leaseLetGoEndsWhatIsRead() throws {
        var lease: OwnerLease?
        let opened = try OwnerLease.open()
        lease = opened.lease
        #expect(fcntl(opened.reading.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        _ = fcntl(opened.reading.rawValue, F_SETFL, O_NONBLOCK)
        var byte: UInt8 = 0
        #expect(read(opened.reading.rawValue, &byte, 1) == -1 && lease != nil)
        try opened.reading.close()
    }

    @Test func launchScriptIsGoodShell() async throws {
        try await withTemporaryDirectory { directory in
            try EngineLaunch.script.write(toFile: "\(directory)/launch.sh", atomically: true, encoding: .utf8)
            try await Tool.require(["sh", "-n", "\(directory)/launch.sh"])
        }
    }
}
