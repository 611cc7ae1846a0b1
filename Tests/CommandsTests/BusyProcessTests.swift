import Foundation
import Testing

@testable import Commands

@Suite(.serialized, .timeLimit(.minutes(1))) struct BusyProcessTests {
    private struct Planted: Error {}

    /// The ids of this process's children whose command line has these words.
    private func children() throws -> [String] {
        let own = "/proc/\(getpid())/task"
        return try FileManager.default.contentsOfDirectory(atPath: own).flatMap { task in
            ((try? String(contentsOfFile: "\(own)/\(task)/children", encoding: .utf8)) ?? "").split(separator: " ")
                .map(String.init)
        }.filter { child in
            let line = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
            return line.contains("kill -0 \"$1\"")
        }
    }

    @Test func itIsThereDuringTheWorkAndGoneAfterwards() async throws {
        let during = try await BusyProcess.beside {
            // Its command line is there only once it runs its own program.
            for _ in 0..<100 where try children().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            return try children()
        }
        #expect(during.count == 1)
        #expect(try children().isEmpty)
    }

    @Test func itIsGoneAfterWorkThatFails() async throws {
        await #expect(throws: Planted.self) { try await BusyProcess.beside { throw Planted() } }
        #expect(try children().isEmpty)
    }
}
