import Model
import Testing

@testable import Engine

@Suite struct BuildxCommandTests {
    private static let context = BuildxContext(directory: "/tree", dockerfile: "/elsewhere/Dockerfile")

    private func command(
        _ request: BuildRequest, on engine: EngineEndpoint = .unix(path: "/run/engine.sock")
    ) -> BuildxCommand {
        BuildxCommand(request, Self.context, on: engine, directory: "/config", image: "/image")
    }

    /// The values of an option, in order.
    private func values(_ option: String, _ request: BuildRequest) -> [String] {
        let words = command(request).arguments
        return words.indices.dropLast().filter { words[$0] == option }.map { words[$0 + 1] }
    }

    @Test func aRequestBecomesOptions() {
        var request = BuildRequest(
            builder: .buildx, tags: ["a:1", "b"], labels: ["y": "2", "x": "a=b"], arguments: ["V": "1 2"],
            noCache: true, cacheFrom: ["host:5000/c"], extraHosts: ["mirror:10.0.0.1"])
        request.cacheTo = .registry("host:5000/d")
        request.provenance = .most
        #expect(
            command(request).arguments == [
                "build", "--builder", "default", "--progress", "rawjson", "--iidfile", "/image", "--file",
                "/elsewhere/Dockerfile", "--tag", "a:1", "--tag", "b", "--label", "x=a=b", "--label", "y=2",
                "--build-arg", "V=1 2", "--add-host", "mirror:10.0.0.1", "--no-cache", "--cache-from",
                "type=registry,ref=host:5000/c", "--cache-to", "type=registry,ref=host:5000/d,mode=max",
                "--provenance", "mode=max", "/tree",
            ])
    }

    @Test func anAttestationIsOnlyAddedIfAskedFor() {
        var request = BuildRequest(builder: .buildx)
        #expect(values("--provenance", request) == ["false"])
        request.provenance = .least
        #expect(values("--provenance", request) == ["mode=min"])
    }

    @Test func secretsAreNamedByTheirPlace() {
        var request = BuildRequest(builder: .buildx)
        request.secrets = [
            BuildSecret(id: "token", source: .environment("TOKEN")), BuildSecret(id: "a", source: .file("/x/y")),
            BuildSecret(id: "b", source: .file("/x,\"y\"")),
        ]
        #expect(
            values("--secret", request) == ["id=token,env=TOKEN", "id=a,src=/x/y", #"id=b,"src=/x,""y""""#])
    }

    @Test func theEngineIsTheOneThatIsAsked() {
        let plain = command(BuildRequest(builder: .buildx)).environment
        #expect(plain["DOCKER_HOST"] == "unix:///run/engine.sock" && plain["BUILDX_CONFIG"] == "/config")
        // Taken out, whatever the user has set.
        for name in ["BUILDX_BUILDER", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "SOURCE_DATE_EPOCH"] {
            #expect(plain[name] == .some(nil), "\(name)")
        }
        let tls = TLSFiles(directory: "/certificates/")
        let secured = command(BuildRequest(builder: .buildx), on: .tcp(host: "::1", port: 2376, tls: tls)).environment
        #expect(secured["DOCKER_HOST"] == "tcp://[::1]:2376")
        #expect(secured["DOCKER_TLS_VERIFY"] == "1" && secured["DOCKER_CERT_PATH"] == "/certificates")
    }
}
