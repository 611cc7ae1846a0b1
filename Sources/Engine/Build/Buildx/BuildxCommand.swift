import Model

/// The directory and the Dockerfile of a build by buildx, which reads both itself.
package struct BuildxContext: Sendable, Equatable {
    package var directory: String
    /// May be outside of the directory. BuildKit takes the ignore file beside it, if there is one.
    package var dockerfile: String

    package init(directory: String, dockerfile: String) { (self.directory, self.dockerfile) = (directory, dockerfile) }
}

/// The arguments and the environment with which buildx does what a request asks for. Pure.
struct BuildxCommand: Equatable {
    var arguments: [String]
    /// What differs from this process's environment; nil: to be removed.
    var environment: [String: String?]

    /// - Parameters:
    ///   - directory: buildx's own files (`BUILDX_CONFIG`).
    ///   - image: the file in which buildx leaves the image's id.
    init(
        _ request: BuildRequest, _ context: BuildxContext, on engine: EngineEndpoint, directory: String, image: String
    ) {
        arguments = ["build", "--builder", "default", "--progress", "rawjson", "--iidfile", image]
        arguments += ["--file", context.dockerfile]
        for tag in request.tags { arguments += ["--tag", tag] }
        for label in request.labels.sorted(by: { $0.key < $1.key }) {
            arguments += ["--label", "\(label.key)=\(label.value)"]
        }
        for argument in request.arguments.sorted(by: { $0.key < $1.key }) {
            arguments += ["--build-arg", "\(argument.key)=\(argument.value)"]
        }
        for host in request.extraHosts { arguments += ["--add-host", host] }
        if request.noCache { arguments.append("--no-cache") }
        for reference in request.cacheFrom { arguments += ["--cache-from", Self.registry(reference)] }
        switch request.cacheTo {
        case .inline?: arguments += ["--cache-to", "type=inline"]
        case .registry(let reference)?: arguments += ["--cache-to", Self.registry(reference) + ",mode=max"]
        case nil: break
        }
        for secret in request.secrets { arguments += ["--secret", Self.option(of: secret)] }
        arguments += ["--provenance", Self.provenance(request.provenance), context.directory]
        environment = Self.environment(for: engine, directory: directory)
    }

    private static func registry(_ reference: String) -> String { "type=registry,ref=\(reference)" }

    /// Names the secret's source; buildx reads the value itself.
    private static func option(of secret: BuildSecret) -> String {
        let source =
            switch secret.source {
            case .file(let path): field("src=\(path)")
            case .environment(let name): "env=\(name)"
            }
        return "id=\(secret.id),\(source)"
    }

    /// A field of a CSV record, quoted where it has to be.
    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static func provenance(_ wanted: Provenance?) -> String {
        switch wanted ?? .nothing {
        case .nothing: "false"
        case .least: "mode=min"
        case .most: "mode=max"
        }
    }

    /// The user's own, with its logins. What would send the build elsewhere, or change what is built, is taken out.
    private static func environment(for engine: EngineEndpoint, directory: String) -> [String: String?] {
        var changes: [String: String?] = ["BUILDX_CONFIG": directory, "DOCKER_HOST": engine.description]
        for name in [
            "BUILDX_BUILDER", "DOCKER_API_VERSION", "DOCKER_CERT_PATH", "DOCKER_CONTEXT", "DOCKER_DEFAULT_PLATFORM",
            "DOCKER_TLS_VERIFY", "SOURCE_DATE_EPOCH",
        ] {
            changes[name] = .some(nil)
        }
        // Plimsoll's trees have no repository of their own: buildx would look for one above them.
        changes["BUILDX_GIT_INFO"] = "false"
        if case .tcp(_, _, let tls?) = engine {
            changes["DOCKER_TLS_VERIFY"] = "1"
            changes["DOCKER_CERT_PATH"] = tls.directory
        }
        return changes
    }
}
