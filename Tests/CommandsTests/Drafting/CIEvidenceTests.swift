import Testing

@testable import Commands

/// What CI files say of how an image is built and run.
@Suite struct CIEvidenceTests {
    private func evidence(_ text: String, file: String = ".gitlab-ci.yml") -> CIEvidence {
        CIEvidence([file: Array(text.utf8)])
    }

    @Test(arguments: [
        ("docker build .", "Dockerfile", ""),
        ("  - docker build -t x --build-arg A=b api/", "api/Dockerfile", "api"),
        ("sh 'docker build -f ci/Dockerfile.test .'", "ci/Dockerfile.test", ""),
        ("docker buildx build --platform linux/amd64 --file=./x.Dockerfile \"./api\"", "x.Dockerfile", "api"),
        ("podman build --pull \\\n  -t x ./web # comment", "web/Dockerfile", "web"),
    ])
    func aBuildNamesItsDockerfileAndContext(line: String, dockerfile: String, context: String) {
        let builds = evidence(line).builds
        #expect(builds.map(\.dockerfile) == [dockerfile] && builds.map(\.context) == [context])
        #expect(builds.first?.place == ".gitlab-ci.yml:1")
    }

    @Test(arguments: [
        "# docker build .", "cd api && docker build .", "docker build $FOLDER", "docker build -f $FILE .",
        "docker build -",
        "docker build https://example.org/x.git", "docker build ../..", "echo docker", "docker", "docker build",
    ])
    func whatIsNotSaidPlainlyIsNoEvidence(line: String) { #expect(evidence(line).builds.isEmpty) }

    @Test func aCommandCountsIfItRunsInTheImageThatWasBuilt() {
        let lines = "docker build -t $IMAGE .\ndocker run --rm $IMAGE make test\n"
        let found = evidence(lines).command(of: "Dockerfile")
        #expect(found?.words == ["make", "test"] && found?.place == ".gitlab-ci.yml:2")
        #expect(evidence(lines).command(of: "other/Dockerfile") == nil)
    }

    @Test(arguments: [
        "docker run --rm other make test", "docker run -v $PWD:/src x make", "docker run x", "docker run x sh -c 'a b'",
        "docker run x make $TARGET", "docker run -e A=b x make",
    ])
    func aCommandThatNeedsMoreThanTheImageDoesNot(line: String) {
        #expect(evidence("docker build -t x .\n\(line)\n").command(of: "Dockerfile") == nil)
    }

    @Test func composeFilesAndActionsNameContexts() {
        let compose = """
            services:
              web:
                build: ./web
              api:
                build:
                  dockerfile: ci/Dockerfile
                  context: api
              db:
                image: postgres
            """
        let builds = evidence(compose, file: "docker-compose.yml").builds
        #expect(
            builds.map(\.dockerfile) == ["web/Dockerfile", "api/ci/Dockerfile"]
                && builds.map(\.context) == ["web", "api"])
        let action = "- uses: docker/build-push-action@v5\n  with:\n    context: .\n    file: docker/Dockerfile\n"
        let built = evidence(action, file: ".github/workflows/ci.yml").builds
        #expect(built.map(\.dockerfile) == ["docker/Dockerfile"] && built.map(\.context) == [""])
    }

    @Test func theContextOfCIIsTaken() throws {
        let draft = try Drafted.draft([
            "api/Dockerfile": Drafted.dockerfile("."), "api/a.py": "",
            "Makefile": "image:\n\tdocker build -f api/Dockerfile .\n",
        ])
        #expect(draft.fixtures[0].context.folder.isEmpty && draft.fixtures[0].context.why == "as Makefile:2 builds it")
    }

    @Test func testCommandsAreOnlySuggested() throws {
        let draft = try Drafted.draft([
            "Dockerfile": Drafted.dockerfile(), "Makefile": "all:\n\ncheck: all\n", "tox.ini": "", "go.mod": "",
            "package.json": #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#,
        ])
        #expect(draft.fixtures[0].command.words == nil)
        #expect(draft.fixtures[0].suggestions.map(\.words) == [["make", "check"], ["tox"], ["go", "test", "./..."]])
    }
}
