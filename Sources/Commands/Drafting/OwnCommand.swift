import Engine

/// What an image runs if nothing else is asked for, as its Dockerfile says.
enum OwnCommand: Sendable, Hashable {
    /// An instruction of the Dockerfile, with its line from 1.
    case own(String, line: Int)
    /// That of the base image: a shell or an interpreter, which ends at once without input.
    case idle(base: String)
    /// It serves, and does not end by itself: the reason.
    case serves(String)
    /// That of a base image of which nothing is known.
    case unknown(base: String)
    case nothing

    /// Programs that serve until they are stopped, and options of programs that make them do so.
    private static let servers = [
        "apache2", "apache2ctl", "apachectl", "apache2-foreground", "caddy", "catalina.sh", "celery", "cron", "crond",
        "daphne", "flask run", "gunicorn", "haproxy", "http.server", "httpd", "hypercorn", "memcached", "mongod",
        "mysqld",
        "nginx", "npm run dev", "npm run serve", "npm run start", "npm start", "php-fpm", "pnpm start", "postgres",
        "puma",
        "rabbitmq-server", "rails s", "rails server", "redis-server", "runserver", "sleep infinity", "sshd",
        "supervisord",
        "tail -f", "traefik", "unicorn", "uvicorn", "uwsgi", "yarn start",
    ]
    /// Images whose own command ends where it has no input, by the last part of their names.
    private static let idle: Set = [
        "almalinux", "alpine", "amazoncorretto", "amazonlinux", "base", "bash", "buildpack-deps", "busybox", "centos",
        "composer",
        "debian", "eclipse-temurin", "elixir", "erlang", "fedora", "gcc", "golang", "gradle", "haskell", "julia",
        "maven", "node",
        "openjdk", "perl", "python", "r-base", "rockylinux", "ruby", "rust", "swift", "ubuntu",
    ]

    init(of outline: DockerfileOutline) {
        let variables = outline.globals(given: [:])
        var (command, entryPoint): (DockerfileInstruction?, DockerfileInstruction?) = (nil, nil)
        var serving: DockerfileInstruction?
        var base = ""
        var next: Int? = outline.stages.count - 1
        while let stage = next {
            let instructions = outline.stages[stage].instructions
            func last(_ keyword: String) -> DockerfileInstruction? { instructions.last { $0.keyword == keyword } }
            // An entry point resets the command of the images below.
            if entryPoint == nil { command = command ?? last("CMD") }
            entryPoint = entryPoint ?? last("ENTRYPOINT")
            serving = serving ?? last("EXPOSE") ?? last("STOPSIGNAL") ?? Self.healthCheck(instructions)
            base = variables.fill(outline.stages[stage].reference).text
            next = outline.stages[..<stage].lastIndex { $0.name == base.lowercased() }
        }
        if let serving {
            self = .serves("line \(serving.line): \(serving.text)")
        } else if let shown = command ?? entryPoint {
            let words = [entryPoint, command].compactMap { $0?.text }.joined(separator: " ")
            self =
                Self.isServer(words) ? .serves("line \(shown.line): \(shown.text)") : .own(shown.text, line: shown.line)
        } else if base == "scratch" {
            self = .nothing
        } else {
            self = Self.isIdle(base) ? .idle(base: base) : .unknown(base: base)
        }
    }

    private static func healthCheck(_ instructions: [DockerfileInstruction]) -> DockerfileInstruction? {
        instructions.last { $0.keyword == "HEALTHCHECK" && !$0.text.uppercased().hasSuffix(" NONE") }
    }

    /// Whether the words, without punctuation and folders, contain those of a server.
    private static func isServer(_ text: String) -> Bool {
        let words = text.split { " \t[]\",';".contains($0) }.compactMap { $0.split(separator: "/").last }
        let line = " " + words.joined(separator: " ").lowercased() + " "
        return servers.contains { line.contains(" \($0) ") }
    }

    private static func isIdle(_ image: String) -> Bool {
        let name = image.split(separator: "/").last?.prefix { $0 != ":" && $0 != "@" } ?? ""
        return idle.contains(name.lowercased())
    }
}
