import Testing

@testable import Commands

/// What a first scenario takes from a Dockerfile, and from the files around it.
@Suite struct DockerfileReadingTests {
    private func read(_ text: String) throws -> ReadDockerfile {
        try #require(ReadDockerfile(path: "Dockerfile", Array(text.utf8)))
    }

    @Test(arguments: [
        ("FROM debian:12\nCMD [\"make\"]\n", OwnCommand.own("CMD [\"make\"]", line: 2)),
        ("FROM debian:12\r\nENTRYPOINT [\"tox\"]\r\n", .own("ENTRYPOINT [\"tox\"]", line: 2)),
        ("FROM python:3.12-slim\nCOPY . .\n", .idle(base: "python:3.12-slim")),
        ("FROM registry:5000/team/golang@sha256:0\n", .idle(base: "registry:5000/team/golang@sha256:0")),
        ("FROM registry/team/thing\n", .unknown(base: "registry/team/thing")),
        ("FROM scratch\nCOPY a /\n", .nothing),
        ("FROM a AS b\nCMD [\"x\"]\nFROM b\n", .own("CMD [\"x\"]", line: 2)),
        ("FROM node\nEXPOSE 80\nCMD [\"x\"]\n", .serves("line 2: EXPOSE 80")),
        ("FROM node\nCMD [\"npm\", \"start\"]\n", .serves("line 2: CMD [\"npm\", \"start\"]")),
        ("FROM a\nCMD /usr/sbin/nginx -g 'daemon off;'\n", .serves("line 2: CMD /usr/sbin/nginx -g 'daemon off;'")),
        ("FROM a\nHEALTHCHECK NONE\nCMD x\n", .own("CMD x", line: 3)),
        ("ARG B=debian\nFROM ${B}:12\n", .idle(base: "debian:12")),
    ])
    func theCommandAndWhetherItEnds(text: String, command: OwnCommand) throws {
        #expect(try read(text).command == command)
    }

    @Test func imagesAreThoseThatTheLastStageNeeds() throws {
        let text = """
            # syntax=docker/dockerfile:1
            ARG TAG=12
            FROM debian:${TAG} AS build
            FROM unused AS other
            FROM alpine
            COPY --from=build /a /a
            COPY --from=busybox:1 /bin/busybox /

            """
        #expect(try read(text).images == ["alpine", "busybox:1", "debian:12"])
        #expect(try read(text).frontend == "docker/dockerfile:1")
    }

    @Test func copiedPathsAreFilledInOrLeftOut() throws {
        let text = "FROM a\nARG D=src\nCOPY $D b /x/\nCOPY $UNSET /x/\nADD https://x.org/y /\nCOPY [\"a b\", \"/\"]\n"
        #expect(try read(text).copied.map(\.path) == ["src", "b", "a b"])
    }

    @Test func bytesThatAreNotTextDoNoHarm() {
        #expect(ReadDockerfile(path: "x", [0xFF, 0xFE, 0x00, 0x46]) == nil)
        let latin = ReadDockerfile(path: "x", Array("# h".utf8) + [0xE9] + Array("\nFROM a\nCMD [\"x\"]\n".utf8))
        #expect(latin?.command == .own("CMD [\"x\"]", line: 3))
    }

    @Test(arguments: [
        (["api/Dockerfile": Drafted.dockerfile("go.mod"), "api/go.mod": ""], "api/Dockerfile", "api"),
        (["docker/Dockerfile": Drafted.dockerfile("src"), "src/a": "", "docker/run.sh": ""], "docker/Dockerfile", ""),
        (["docker/Dockerfile": Drafted.dockerfile("."), "docker/run.sh": "", "a": ""], "docker/Dockerfile", ""),
        (["api/Dockerfile": Drafted.dockerfile("."), "api/a.py": "", "a": ""], "api/Dockerfile", "api"),
        (["a/b/Dockerfile": Drafted.dockerfile("x/*.c"), "a/x/y.c": ""], "a/b/Dockerfile", "a"),
    ])
    func theContextHasWhatIsCopied(files: [String: String], path: String, folder: String) throws {
        #expect(try Drafted.draft(files).fixtures.map(\.context.folder) == [folder])
    }

    @Test func whatIsCopiedAndNotThereIsTold() throws {
        let notes = try Drafted.draft(["Dockerfile": Drafted.dockerfile("dist", ".git", "*.py"), "a.py": ""]).fixtures[
            0
        ].notes
        #expect(notes.contains("Dockerfile:2 copies dist, which is not in the repository: the build will fail"))
        #expect(notes.contains("Dockerfile:3 copies .git, which no replay has: the build will fail"))
        #expect(!notes.contains { $0.contains("*.py") })
    }

    @Test(arguments: [
        ([".dockerignore": ""], false), (["Dockerfile.dockerignore": ""], false), (["x/.dockerignore": ""], true),
    ])
    func aMissingIgnoreFileIsTold(files: [String: String], isTold: Bool) throws {
        let draft = try Drafted.draft(files.merging(["Dockerfile": Drafted.dockerfile()]) { $1 })
        #expect(draft.fixtures[0].notes.contains { $0.hasPrefix("there is no .dockerignore") } == isTold)
    }
}
