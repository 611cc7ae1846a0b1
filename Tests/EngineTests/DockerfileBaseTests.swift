import Testing

@testable import Engine

@Suite struct DockerfileBaseTests {
    private func replaced(_ text: String, _ names: [String: String], arguments: [String: String] = [:]) -> String {
        let bytes = Array(text.utf8)
        return String(
            decoding: Dockerfile.replacing(Dockerfile(bytes).bases(arguments: arguments), by: names, in: bytes),
            as: UTF8.self)
    }

    @Test func imagesAreFoundAndStagesAreNot() {
        let file = Dockerfile(
            """
            ARG VERSION=12
            FROM --platform=linux/amd64 debian:${VERSION} AS build
            FROM build AS test
            FROM scratch
            FROM $UNSET
            from alpine
            """)
        #expect(file.bases().map(\.reference) == ["debian:12", "alpine"])
        #expect(file.bases(arguments: ["VERSION": "13"]).map(\.reference) == ["debian:13", "alpine"])
        #expect(file.bases().map(\.line) == [2, 6])
    }

    @Test func onlyTheImagesNamesChange() {
        let text =
            "# debian:12\r\nARG V=12\r\nFROM debian:$V AS debian\r\nRUN echo debian:12\r\nFROM debian:12\r\nFROM debian\r\n"
        #expect(
            replaced(text, ["debian:12": "own:1"])
                == "# debian:12\r\nARG V=12\r\nFROM own:1 AS debian\r\nRUN echo debian:12\r\nFROM own:1\r\nFROM debian\r\n"
        )
        #expect(replaced(text, [:]) == text)
        #expect(replaced("FROM \\\n  debian:12\n", ["debian:12": "own:1"]) == "FROM \\\n  own:1\n")
    }

    @Test func bytesThatAreNotTextStay() {
        let bytes = Array("# Gr".utf8) + [0xF6, 0xDF] + Array("e\nFROM a\n".utf8)
        let changed = Dockerfile.replacing(Dockerfile(bytes).bases(), by: ["a": "b"], in: bytes)
        #expect(changed == Array("# Gr".utf8) + [0xF6, 0xDF] + Array("e\nFROM b\n".utf8))
    }
}
