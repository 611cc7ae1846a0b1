import Foundation
import Testing

@testable import Provision

@Suite struct MirrorArgumentsTests {
    private func workshop<Value: Sendable>(_ body: (Workshop) throws -> Value) async throws -> Value {
        let directory = try TemporaryDirectory()
        return try await FileLock.hold("\(directory.path)/lock", waiting: {}) { lock in
            try body(
                Workshop(
                    directory: "\(directory.path)/work", cache: "\(directory.path)/cache", lock: lock,
                    announce: { _ in }))
        }
    }

    @Test func pipChoosesForTheImagesPython() async throws {
        let arguments = try await workshop { PipDownload(workshop: $0).arguments(["nose==1.3.7"], into: "/d") }
        #expect(arguments.starts(with: ["-m", "pip", "download"]))
        #expect(arguments.suffix(2) == ["--", "nose==1.3.7"])
        for (option, value) in [
            ("--python-version", "3.11.2"), ("--abi", "abi3"), ("--platform", "manylinux_2_17_x86_64"),
            ("--platform", "manylinux_2_36_x86_64"), ("--dest", "/d"),
        ] {
            #expect(zip(arguments, arguments.dropFirst()).contains { $0 == option && $1 == value })
        }
        #expect(!arguments.contains("manylinux_2_37_x86_64"))
    }

    @Test func pipGetsOneVersionOfAProjectAtATime() {
        let rounds = PipDownload.rounds(["Jinja2==3.1.4", "jinja2==3.1.5", "six==1.16.0", "JINJA2[i18n]==3.0.0"])
        #expect(rounds == [["Jinja2==3.1.4", "six==1.16.0"], ["jinja2==3.1.5"], ["JINJA2[i18n]==3.0.0"]])
        #expect(PipDownload.rounds([]) == [])
    }

    @Test func aptKnowsOnlyTheGivenSources() async throws {
        let sources = DebianSources(
            targets: "Debian|bookworm|bookworm|main|http://mirror.example/debian/",
            settings: ["Acquire::http::Proxy \"http://proxy.example:3142\";"])
        try await workshop { workshop in
            let apt = try AptRoot(workshop, sources: sources, status: "Package: apt\n")
            let root = "\(workshop.directory)/apt"
            #expect(
                try String(contentsOfFile: "\(root)/etc/apt/sources.list", encoding: .utf8)
                    == sources.lines.map { "\($0)\n" }.joined())
            let configuration = try String(contentsOfFile: "\(root)/apt.conf", encoding: .utf8)
            #expect(configuration.contains("Dir \"\(root)\";\n"))
            #expect(configuration.contains("APT::Install-Recommends \"false\";\n"))
            #expect(configuration.contains("Acquire::http::Proxy \"http://proxy.example:3142\";\n"))
            #expect(apt.archives == "\(workshop.cache)/apt/archives")
        }
    }

    @Test func buildsGetTheMirrorsNameAndAddress() {
        #expect(
            MirrorAddress(address: "172.17.0.2", container: "c").extraHosts == ["packages.plimsoll.internal:172.17.0.2"]
        )
    }
}
