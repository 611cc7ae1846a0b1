import Engine
import Fixtures
import Model

extension SessionNeed {
    /// Why a build through the engine's API cannot be tried; nil: it can.
    package var refusal: String? {
        guard case .mount(let type, let id, isRequired: true) = kind else { return nil }
        guard type == "secret" else { return Self.noAgent }
        return
            "\(Self.named(id)) is required, and Plimsoll has no secrets to give to a build through the engine's API. "
            + "Build it by builder: buildx, and list the secret under secrets:. Or leave out “required” if the command "
            + "does not need it; the classic builder has no such mounts"
    }

    /// What a build through the engine's API does without, or why it is refused; nil: neither.
    package var note: String? {
        guard case .mount("secret", let id, isRequired: false) = kind else { return refusal }
        return "\(Self.named(id)) is not there in builds through the engine's API: builder: buildx gives builds the "
            + "scenario's secrets"
    }

    /// Why a build by buildx cannot be tried, which gives it the secrets that the scenario lists; nil: it can.
    package func refusalByBuildx(giving secrets: Set<String>) -> String? {
        guard case .mount(let type, let id, isRequired: true) = kind else { return nil }
        guard type == "secret" else { return Self.noAgent }
        guard let id, !secrets.contains(id) else { return nil }
        return "\(Self.named(id)) is required, and the scenario does not list it: add it to secrets:, as "
            + "secrets: [{id: \(id), env: NAME}]"
    }

    private static let noAgent =
        "an ssh agent is required, and Plimsoll has no ssh agent to give to a build. Leave out “required” if the "
        + "command does not need it. Otherwise give it what it needs by a build argument or a base image, for instance"

    private static func named(_ id: String?) -> String { "the secret" + (id.map { " “\($0)”" } ?? "") }
}

extension StagedJob {
    /// Where a need stands, for a message: `Dockerfile.ci:3:5`.
    func place(of need: SessionNeed, _ context: BuildContext) -> String {
        let name = stream.fixture.externalDockerfile?.string ?? context.dockerfile
        return "\(name):\(need.position.line):\(need.position.column)"
    }
}
