import Engine
import Foundation

/// A real engine to test against, and what belongs to one test on it.
struct LiveEngine: Sendable {
    static let environment = ProcessInfo.processInfo.environment
    static var isThere: Bool {
        environment["PLIMSOLL_TEST_ENGINE"] != nil && environment["PLIMSOLL_TEST_IMAGE"] != nil
    }

    let client: EngineClient
    let image: String
    let owner = UUID().uuidString
    var labels: [String: String] { PlimsollLabel.labels(owner: owner) }
    var filters: EngineFilters { PlimsollLabel.filters(owner: owner) }

    /// Runs a test; removes what it left, by its label.
    static func withClient(_ body: (EngineClient, LiveEngine) async throws -> Void) async throws {
        let endpoint = try EngineEndpoint(environment["PLIMSOLL_TEST_ENGINE"] ?? "", environment: environment)
        try await EngineClient.withClient(endpoint) { client in
            let engine = LiveEngine(client: client, image: environment["PLIMSOLL_TEST_IMAGE"] ?? "")
            do { try await body(client, engine) } catch {
                try await engine.clean()
                throw error
            }
            try await engine.clean()
        }
    }

    /// Builds a context of a few text files.
    func build(_ builder: BuilderKind, _ files: [String: String], text: String?) async throws -> BuildResult {
        try await client.build(
            BuildRequest(builder: builder, dockerfileText: text, labels: labels), context: context(Self.tar(files)))
    }

    /// How many processes of this host have these words in their command line, shells around them not counted.
    static func processes(running words: String) -> Int {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int.init) ?? []
        return ids.filter { id in
            let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).replacing("\u{0}", with: " ").trimmingCharacters(
                in: .whitespaces)
                == words
        }.count
    }

    /// Whether no such process is left, or none five seconds later: a killed process takes a moment to end on a busy machine.
    static func haveEnded(running words: String) async -> Bool {
        let limit = ContinuousClock.now + .seconds(5)
        while processes(running: words) > 0, ContinuousClock.now < limit {
            try? await Task.sleep(for: .milliseconds(20))
        }
        return processes(running: words) == 0
    }

    private func clean() async throws {
        for container in try await client.containers(filters: filters) {
            try await client.removeContainer(container.id, force: true)
        }
        for image in try await client.images(filters: filters) {
            try await client.removeImage(image.id, force: true)
        }
    }

    /// A tar of text files in GNU's form.
    private static func tar(_ files: [String: String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let content = Array(text.utf8)
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
            }
            func octal(_ number: Int, _ width: Int) -> String {
                let digits = String(number, radix: 8)
                return String(repeating: "0", count: width - digits.count) + digits
            }
            put(name, at: 0)
            put("0000644\u{0}0000000\u{0}0000000\u{0}\(octal(content.count, 11))\u{0}00000000000\u{0}", at: 100)
            put("        0", at: 148)
            put("ustar  ", at: 257)
            put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
            bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }
}
