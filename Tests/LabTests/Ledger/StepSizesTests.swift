import Engine
import Foundation
import StubEngine
import Testing

@testable import Lab

@Suite struct StepSizesTests {
    private func step(_ ordinal: Int, _ instruction: String, image: String? = nil) -> BuildStep {
        BuildStep(ordinal: ordinal, instruction: instruction, cacheable: true, cached: false, imageID: image)
    }

    private func history(_ entries: [(id: String, by: String, size: Int)]) -> String {
        let items = entries.map {
            #"{"Id":"\#($0.id)","Created":0,"CreatedBy":"\#($0.by)","Size":\#($0.size),"Tags":null}"#
        }
        return "[\(items.joined(separator: ","))]"
    }

    private func read(
        _ steps: [BuildStep], image: String?, histories: [String: String]
    ) async throws -> (bytes: [Int: Int], requests: [String]) {
        let routes = StubRoutes().on("GET /images/**/history") { request in
            let name = request.path.split(separator: "/").dropFirst().dropLast().joined(separator: "/")
            return histories[name].map { .json($0) } ?? .error(404, "no such image")
        }
        return try await StubEngine.withServer(routes) { stub in
            let sizes = try await EngineClient.withClient(.unix(path: stub.endpointPath)) {
                try await StepSizes.read(steps, image: image, from: $0)
            }
            return (sizes.bytes, stub.requestNames.filter { $0.hasSuffix("/history") })
        }
    }

    @Test func theLegacyBuildersStepsAreKnownByTheirImages() async throws {
        let steps = [
            step(0, "FROM base", image: "aaaaaaaaaaaa"), step(1, "COPY . .", image: "bbbbbbbbbbbb"),
            step(2, "ENV A=b", image: "cccccccccccc"), step(3, "RUN make", image: "dddddddddddd"),
        ]
        let (bytes, requests) = try await read(
            steps, image: "tag:1",
            histories: [
                "dddddddddddd": history([
                    ("sha256:dddddddddddd11", "/bin/sh -c make", 700), ("sha256:cccccccccccc11", "ENV", 0),
                    ("sha256:bbbbbbbbbbbb11", "COPY", 30), ("sha256:aaaaaaaaaaaa11", "", 9000),
                ])
            ])
        #expect(bytes == [1: 30, 2: 0, 3: 700])
        #expect(requests.count == 1)
    }

    @Test func theLegacyBuildersOtherStagesAreAskedForToo() async throws {
        let steps = [
            step(0, "FROM base", image: "aaaaaaaaaaaa"), step(1, "RUN compile", image: "bbbbbbbbbbbb"),
            step(2, "FROM base", image: "aaaaaaaaaaaa"), step(3, "COPY --from=0 /x /x", image: "cccccccccccc"),
        ]
        let (bytes, requests) = try await read(
            steps, image: "tag:1",
            histories: [
                "cccccccccccc": history([("sha256:cccccccccccc11", "COPY", 5), ("sha256:aaaaaaaaaaaa11", "", 9)]),
                "bbbbbbbbbbbb": history([("sha256:bbbbbbbbbbbb11", "compile", 80), ("sha256:aaaaaaaaaaaa11", "", 9)]),
            ])
        #expect(bytes == [1: 80, 3: 5])
        #expect(requests.count == 2)
    }

    @Test func buildKitsStepsAreMatchedFromTheEnd() async throws {
        let steps = [
            step(0, "ARG VERSION=1"), step(1, "FROM base"), step(2, "WORKDIR /src"), step(3, "COPY . ."),
            step(4, "RUN make"), step(5, "CMD [\"make\"]"),
        ]
        let (bytes, requests) = try await read(
            steps, image: "tag:1",
            histories: [
                "tag:1": history([
                    ("<missing>", "CMD [make]", 0), ("<missing>", "RUN /bin/sh -c make # buildkit", 70),
                    ("<missing>", "COPY . . # buildkit", 30), ("<missing>", "WORKDIR /src", 0),
                    ("sha256:1", "RUN base made this", 9000),
                ])
            ])
        #expect(bytes == [2: 0, 3: 30, 4: 70, 5: 0])
        #expect(requests == ["GET /images/tag:1/history"])
    }

    @Test func whatDoesNotFitIsLeftOut() async throws {
        // A history that lacks an instruction: what lies before it is not guessed.
        let steps = [step(0, "FROM base"), step(1, "COPY . ."), step(2, "RUN make"), step(3, "CMD x")]
        let (bytes, _) = try await read(
            steps, image: "tag:1",
            histories: ["tag:1": history([("<missing>", "CMD x", 0), ("<missing>", "COPY . .", 30)])])
        #expect(bytes == [3: 0])
    }

    @Test func aFailedBuildTellsWhatItCan() async throws {
        let buildkit = [step(0, "FROM base"), step(1, "RUN false")]
        let (none, requests) = try await read(buildkit, image: nil, histories: [:])
        #expect(none.isEmpty && requests.isEmpty)
        let legacy = [
            step(0, "FROM base", image: "aaaaaaaaaaaa"), step(1, "COPY . .", image: "bbbbbbbbbbbb"),
            step(2, "RUN false"),
        ]
        let (some, _) = try await read(
            legacy, image: nil,
            histories: ["bbbbbbbbbbbb": history([("sha256:bbbbbbbbbbbb11", "COPY", 30)])])
        #expect(some == [1: 30])
    }

    @Test func aHistoryThatExplainsNothingIsAskedForOnce() async throws {
        let steps = [step(0, "FROM base", image: "aaaaaaaaaaaa"), step(1, "RUN make", image: "bbbbbbbbbbbb")]
        let (bytes, requests) = try await read(
            steps, image: "tag:1", histories: ["bbbbbbbbbbbb": history([("sha256:ffffffffffff", "x", 1)])])
        #expect(bytes.isEmpty && requests.count == 1)
    }
}
