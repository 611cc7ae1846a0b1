/// Ten kinds of repositories. All build on the tests' tiny image, so that no hub is needed. Their steps differ: builds on one
/// engine share BuildKit's cache.
extension SampleRepository {
    static let all = [python, node, goLike, make, rustLike, javaLike, monorepo, arguments, bare, linked]

    private static let ignored = "*.md\ndocs\nDockerfile*\n.dockerignore\n"

    static let python = SampleRepository(
        folder: "python tool", fixtures: ["python-tool"],
        start: [
            "Dockerfile": """
            FROM tiny:1
            WORKDIR /src
            COPY requirements.txt ./
            RUN cat requirements.txt
            COPY . .
            CMD ["sh", "tests/run.sh"]

            """,
            ".dockerignore": ignored, "requirements.txt": "a==1\n", "app.py": "1\n", "tests/run.sh": "cat app.py\n",
            "tox.ini": "[tox]\n", "README.md": "1\n",
            ".gitlab-ci.yml": "build:\n  script:\n    - docker build -t tool .\n",
        ],
        changes: [
            Change(["app.py": "2\n"], ("source", "COPY . .")),
            Change(["README.md": "2\n"], ("source", "")),
            Change(["requirements.txt": "a==2\n"], ("dependency", "COPY requirements.txt ./")),
        ],
        lines: [
            "      dockerfile: Dockerfile", "      images: [\"tiny:1\"]",
            "      # Assumed: the image's own command ends by itself (line 6: CMD [\"sh\", \"tests/run.sh\"]).",
            "      # Not tried; tox.ini suggests it:", "      # command: [tox]",
        ])

    static let node = SampleRepository(
        folder: "node", fixtures: ["node"],
        start: [
            "Dockerfile": """
            FROM tiny:1
            COPY package.json package-lock.json /app/
            RUN cat /app/package-lock.json
            COPY src /app/src
            CMD cat /app/src/index.js

            """,
            "package.json": #"{"scripts": {"test": "mocha"}}"#, "package-lock.json": "{}", "src/index.js": "1\n",
            "docs/index.md": "1\n", ".travis.yml": "script: npm test\n",
        ],
        changes: [
            Change(["docs/index.md": "2\n"], ("source", "")),
            Change(["package-lock.json": "{ }"], ("dependency", "COPY package.json package-lock.json /app/")),
        ],
        lines: ["      # Not tried; package.json suggests it:", "      # command: [npm, test]"])

    /// Two stages: a change of the source that gives the same program is a hit of the second.
    static let goLike = SampleRepository(
        folder: "go", fixtures: ["go"],
        start: [
            "Dockerfile": """
            FROM tiny:1 AS build
            WORKDIR /src
            COPY go.mod go.sum ./
            RUN cat go.sum
            COPY . .
            RUN cat main.go > /program
            FROM tiny:1
            COPY --from=build /program /program
            ENTRYPOINT ["cat", "/program"]

            """,
            ".dockerignore": ignored, "go.mod": "module m\n", "go.sum": "1\n", "main.go": "1\n", "README.md": "1\n",
            "Jenkinsfile": "sh 'docker build --pull -t program .'\n",
        ],
        changes: [
            Change(["main.go": "2\n"], ("source", "COPY . .")),
            Change(["README.md": "2\n"], ("source", "")),
        ],
        lines: ["      # command: [go, test, ./...]"])

    /// C with a Makefile; CI runs a command in the image.
    static let make = SampleRepository(
        folder: "c", fixtures: ["c"],
        start: [
            "Dockerfile": """
            FROM tiny:1
            COPY Makefile *.c /src/
            RUN cat /src/a.c

            """,
            ".dockerignore": ignored, "Makefile": "test:\n\t./a\n", "a.c": "1\n", "INSTALL.md": "1\n",
            ".gitlab-ci.yml": """
            test:
              script:
                - docker build -t $NAME .
                - docker run --rm $NAME cat /src/a.c

            """,
        ],
        changes: [
            Change(["a.c": "2\n"], ("source", "COPY Makefile *.c /src/")),
            Change(["INSTALL.md": "2\n"], ("source", "")),
        ],
        lines: [
            "      command: [cat, /src/a.c]", "      # Assumed: CI runs this command in the image (.gitlab-ci.yml:4).",
        ])

    /// A Dockerfile for CI beside the one for users, which serves.
    static let rustLike = SampleRepository(
        folder: "rust", fixtures: ["rust"],
        start: [
            "Dockerfile": "FROM tiny:1\nEXPOSE 80\n",
            "Dockerfile.ci": """
            FROM tiny:1
            COPY Cargo.toml Cargo.lock /src/
            RUN cat /src/Cargo.lock
            COPY src /src/src
            CMD ["cat", "/src/src/main.rs"]

            """,
            ".dockerignore": ignored, "Cargo.toml": "[package]\n", "Cargo.lock": "1\n", "src/main.rs": "1\n",
        ],
        changes: [
            Change(["Dockerfile": "FROM tiny:1\nEXPOSE 81\n"], ("source", "")),
            Change(["Cargo.lock": "2\n"], ("dependency", "COPY Cargo.toml Cargo.lock /src/")),
        ],
        lines: ["      dockerfile: Dockerfile.ci", "  #   dockerfile: Dockerfile"])

    /// The Dockerfile is in a folder of its own, the context is all of the repository.
    static let javaLike = SampleRepository(
        folder: "java", fixtures: ["java"],
        start: [
            "docker/Dockerfile": """
            FROM tiny:1
            COPY pom.xml /src/
            RUN cat /src/pom.xml
            COPY src /src/src
            COPY docker/start.sh /
            CMD ["sh", "/start.sh"]

            """,
            "docker/start.sh": "true\n", "pom.xml": "1\n", "src/Main.java": "1\n", "README": "1\n",
        ],
        changes: [
            Change(["README": "2\n"], ("source", "")),
            Change(
                [
                    "docker/Dockerfile": """
                    FROM tiny:1
                    COPY pom.xml /src/
                    RUN cat /src/pom.xml && true
                    COPY src /src/src
                    COPY docker/start.sh /
                    CMD ["sh", "/start.sh"]

                    """
                ], ("dockerfile", "RUN cat /src/pom.xml && true")),
        ],
        lines: ["      dockerfile: docker/Dockerfile"])

    /// Three services, each with a Dockerfile that copies its own folder.
    static let monorepo = SampleRepository(
        folder: "Läden.git", fixtures: ["laden-services-api", "laden-services-web", "laden-services-jobs"],
        start: [
            "services/api/Dockerfile":
                "FROM tiny:1\nCOPY requirements.txt /\nCOPY . /api\nCMD [\"cat\", \"/api/a.py\"]\n",
            "services/api/requirements.txt": "1\n", "services/api/a.py": "1\n",
            "services/web/Dockerfile": "FROM tiny:1\nCOPY . /web\nCMD [\"cat\", \"/web/package.json\"]\n",
            "services/web/package.json": "{}\n",
            "services/jobs/Dockerfile": "FROM tiny:1\nCOPY *.rb /jobs/\nCMD [\"cat\", \"/jobs/j.rb\"]\n",
            "services/jobs/j.rb": "1\n", "README.md": "1\n",
        ],
        changes: [
            Change(["services/api/a.py": "2\n"], ("source", "COPY . /api"), ("none", ""), ("none", "")),
            Change(
                ["README.md": "2\n", "services/api/requirements.txt": "2\n", "services/web/package.json": "{ }\n"],
                ("dependency", "COPY requirements.txt /"), ("dependency", "COPY . /web"), ("none", "")),
        ],
        lines: ["      context: services/api", "      dockerfile: services/jobs/Dockerfile"])

    /// Several stages, the base image an argument; the image serves.
    static let arguments = SampleRepository(
        folder: "arguments", fixtures: ["arguments"],
        start: [
            "Dockerfile": """
            ARG TAG=1
            ARG BASE=tiny:${TAG}
            FROM ${BASE} AS base
            COPY requirements.txt /
            FROM base AS unused
            RUN false
            FROM base
            COPY app /app
            EXPOSE 8080
            CMD ["httpd", "-f"]

            """,
            ".dockerignore": ignored, "requirements.txt": "b==1\n", "app/a.py": "1\n", "docs/a": "1\n",
        ],
        changes: [
            Change(["docs/a": "2\n"], ("source", "")),
            Change(["requirements.txt": "b==2\n"], ("dependency", "COPY requirements.txt /")),
        ],
        lines: ["  command: none", "      images: [\"tiny:1\"]"], onlyBuilds: true)

    /// No CI file, no ignore file: everything that is copied counts, documents too.
    static let bare = SampleRepository(
        folder: "ruby", fixtures: ["ruby"],
        start: [
            "Dockerfile": "FROM tiny:1\nCOPY Gemfile /src/\nRUN cat /src/Gemfile\nCOPY . /src\nCMD cat /src/lib/a.rb\n",
            "Gemfile": "1\n", "lib/a.rb": "1\n", "README.md": "1\n",
        ],
        changes: [
            Change(["README.md": "2\n"], ("source", "COPY . /src")),
            Change(["Gemfile": "2\n"], ("dependency", "COPY Gemfile /src/")),
        ],
        lines: ["      dockerfile: Dockerfile"])

    /// The Dockerfile is a link, with lines as Windows ends them, and names outside ASCII.
    static let linked = SampleRepository(
        folder: "php", fixtures: ["php"],
        start: [
            "build/Prod ä.Dockerfile":
                "FROM tiny:1\r\nCOPY composer.json /src/\r\nCOPY [\"größe 1.php\", \"/src/\"]\r\nCMD [\"ls\", \"/src\"]\r\n",
            "composer.json": "{}", "größe 1.php": "1\n", "README.md": "1\n",
        ], links: ["Dockerfile": "build/Prod ä.Dockerfile"],
        changes: [
            Change(["README.md": "2\n"], ("source", "")),
            Change(["composer.json": "{ }"], ("dependency", "COPY composer.json /src/")),
        ],
        lines: ["      dockerfile: \"build/Prod ä.Dockerfile\""])
}
