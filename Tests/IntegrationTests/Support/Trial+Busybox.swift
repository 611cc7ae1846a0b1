import Foundation

extension Trial {
    /// A trial whose repository brings its own userland, so that it runs on engines that come up empty. Its Dockerfile has
    /// three steps that can come from the cache: the userland, 300 kB that are random in each build, and the source, which
    /// each change changes.
    /// - Parameter factors: as `Trial.writeScenario`'s builders: `legacy, buildkit], cache: [none`.
    static func ofBusybox<Value: Sendable>(
        changes: Int, factors: String, question: String, _ body: (Trial) async throws -> Value
    ) async throws -> Value {
        try await ofBusybox(changes: changes) { trial in
            try trial.write(changes: changes, factors: factors, question: question)
            return try await body(trial)
        }
    }

    /// The same without a scenario.
    /// - Parameter argument: a build argument that the second step depends on.
    static func ofBusybox<Value: Sendable>(
        changes: Int, declaring argument: String? = nil, _ body: (Trial) async throws -> Value
    ) async throws -> Value {
        try await Trial.with { trial in
            try await Shell.run("mkdir -p \(trial.scratch.path("repository/bin"))")
            try await Shell.run("cp /bin/busybox \(trial.scratch.path("repository/bin/busybox"))")
            try await trial.commit([
                "Dockerfile.ci": """
                FROM scratch
                ENV PATH=/bin
                COPY bin /bin
                \(argument.map { "ARG \($0)" } ?? "")
                RUN ["busybox", "sh", "-c", "busybox head -c 300000 /dev/urandom > /system"]
                COPY . /src
                CMD ["busybox", "true"]

                """,
                ".dockerignore": ".git\n",
            ])
            for number in 1...(changes + 1) { try await trial.commit(["f": "\(number)"]) }
            return try await body(trial)
        }
    }

    func write(changes: Int, factors: String, question: String) throws {
        try writeScenario(changes: changes, builders: factors)
        let text = try String(contentsOfFile: scenario, encoding: .utf8)
        try scratch.write(text + "\nquestions: [\(question)]\n", to: "scenario.yaml")
    }

    /// The arguments of `plimsoll run` for it, on an engine that is brought up for it.
    var embeddedArguments: [String] { ["run", scenario, "--db", database, "--state", state, "--engine-disk", "3GiB"] }

    /// What is left of engines and registries in its state.
    var parts: [String] {
        ["engines", "registries"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(state)/\($0)")) ?? []
        }
    }
}
