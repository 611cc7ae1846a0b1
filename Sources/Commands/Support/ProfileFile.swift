import Foundation
import Model
import Simulation

/// A day's profile by its name, or from a file.
struct ProfileFile {
    let profile: DayProfile

    /// - Throws: `UsageError`.
    init(argument: String) throws {
        switch argument {
        case "office": profile = .office
        case "flat": profile = .flat
        default:
            guard let text = try? String(contentsOfFile: argument, encoding: .utf8) else {
                throw UsageError(
                    description: "--profile takes office, flat, or a file that can be read; \(argument) is none")
            }
            profile = try Self.parse(text, name: Self.name(of: argument), path: argument)
        }
    }

    /// From a file of recorded times.
    ///
    /// - Throws: `UsageError`.
    init(arrivals path: String) throws {
        profile = try Self.recorded(try RecordedTimesFile(argument: path).times, path: path)
    }

    static func recorded(_ times: RecordedTimes, path: String) throws -> DayProfile {
        do {
            return try DayProfile(name: "\(name(of: path)), \(times.moments.count) recorded times", recorded: times)
        } catch {
            throw UsageError(description: "\(path): \(error.message)")
        }
    }

    private static func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    static func parse(_ text: String, name: String, path: String) throws -> DayProfile {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let words = lines.enumerated().flatMap { number, line in
            line.prefix { $0 != "#" }.split { $0.isWhitespace || $0 == "," }.map { (line: number + 1, word: $0) }
        }
        let weights = try words.map { line, word in
            guard let weight = Double(word) else {
                throw UsageError(description: "\(path):\(line): `\(word)` is no number")
            }
            return weight
        }
        do {
            return try DayProfile(name: name, weights: weights)
        } catch {
            throw UsageError(description: "\(path): \(error.message)")
        }
    }
}
