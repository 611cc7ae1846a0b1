import Foundation
import Model
import Testing

@testable import Provision

/// What `doctor` says of the engines of suites.
struct SuiteInspectionTests {
    private func findings(
        missing: Set<String> = [], mirror: @escaping @Sendable (String) -> String? = { _ in nil }
    ) async throws -> [String: HostFinding] {
        try await withTemporaryDirectory { directory in
            var host = try PlantedHost(directory)
            host.missing = missing
            var sources = host.sources
            sources.run = { words in
                if words[0] == "apt-get" {
                    return Tool.Result(
                        succeeded: true, output: "Debian|bookworm|bookworm|main|http://mirror.example/debian\n",
                        complaint: "")
                }
                let complaint = words.first { $0.hasPrefix("http") }.flatMap(mirror)
                return Tool.Result(succeeded: complaint == nil, output: "", complaint: complaint ?? "")
            }
            let found = await sources.suiteFindings(roots: RootStore(directory: "\(directory)/roots"))
            return Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0) })
        }
    }

    @Test func aSuiteThatTheMirrorHasCanBeUsed() async throws {
        let found = try await findings()
        #expect(found["docker:trixie"]?.state == .fine && found["podman:sid"]?.state == .fine)
        #expect(found.values.allSatisfy { !$0.isRequired })
    }

    @Test func aSuiteThatTheMirrorLacksIsNamed() async throws {
        let found = try await findings { $0.contains("/forky/") ? "E: Failed to fetch: 404  Not Found" : nil }
        #expect(found["docker:forky"]?.found.contains("the mirror lacks the suite") == true)
        #expect(found["docker:trixie"]?.state == .fine)
    }

    @Test func aMirrorThatDoesNotAnswerIsSaid() async throws {
        let found = try await findings { _ in "E: Could not connect" }
        #expect(found["docker:sid"]?.found.contains("cannot be reached") == true)
    }

    @Test func withoutMmdebstrapItsPackageIsTheRemedy() async throws {
        let found = try await findings(missing: ["mmdebstrap"])
        #expect(found["docker:sid"]?.remedy == "apt-get install mmdebstrap")
    }

    @Test(arguments: [("podman 5.4.2+ds1-2", 5), ("podman 6.1.0", 6), ("unknown version", nil)])
    func theFirstNumberOfAVersionIsRead(_ text: String, _ major: Int?) {
        #expect(HostSources.major(text) == major)
    }
}
