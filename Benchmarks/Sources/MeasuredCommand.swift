import Foundation
import Subprocess
import SystemPackage

/// A command run once in a process of its own, so that its greatest memory is nobody else's: `measure COMMAND…`.
enum MeasuredCommand {
    struct Cost {
        /// In seconds.
        var wall: Double
        /// In MB (10⁶ bytes).
        var peak: Double
    }

    /// Runs the command and prints what it cost: seconds, and kibibytes of greatest resident memory.
    static func run(_ words: [String]) async throws {
        let wall = try await seconds {
            let result = try await Subprocess.run(
                .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())), input: .none,
                output: .discarded, error: .currentStandardError)
            guard result.terminationStatus.isSuccess else {
                throw BareClient.Failed(description: "\(words): \(result.terminationStatus)")
            }
        }
        var usage = rusage()
        getrusage(Int32(RUSAGE_CHILDREN.rawValue), &usage)
        print("\(wall) \(usage.ru_maxrss)")
    }

    /// What a command costs.
    static func cost(of words: [String], by executable: String) async throws -> Cost {
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(["measure"] + words), input: .none,
            output: .string(limit: 1024), error: .string(limit: 65_536))
        let numbers = result.standardOutput.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard result.terminationStatus.isSuccess, numbers.count == 2 else {
            throw BareClient.Failed(description: "\(words): \(result.standardError)")
        }
        return Cost(wall: numbers[0], peak: numbers[1] * 1024 / 1e6)
    }
}
