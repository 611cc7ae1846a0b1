import Engine
import Foundation
import Subprocess

/// The generalized CI job as a shell script with the engine's own command line, as release engineers write it.
struct ShellJob {
    enum Builder {
        case classic, buildkit
        case buildx(BuildxProgram)

        /// Named by its path: another client earlier on the PATH may lack BuildKit.
        var words: String {
            switch self {
            case .classic: "DOCKER_BUILDKIT=0 /usr/bin/docker build"
            case .buildkit: "DOCKER_BUILDKIT=1 /usr/bin/docker build"
            case .buildx(let program): "'\(program.path)' build --provenance=false --load"
            }
        }
    }

    private static let script = """
        set -eu
        export DOCKER_HOST=$1
        cd "$2"
        BUILD --quiet --file Dockerfile.ci --tag "$3" . >/dev/null
        container=$(/usr/bin/docker run --detach "$3")
        test "$(/usr/bin/docker wait "$container")" = 0
        /usr/bin/docker cp "$container":/srv/noop/result.txt "$4" >/dev/null
        /usr/bin/docker rm --force --volumes "$container" >/dev/null
        /usr/bin/docker rmi "$3" >/dev/null
        """

    let engine: String
    let context: String
    let output: String
    let builder: Builder

    func run(_ number: Int) async throws {
        let result = try await Subprocess.run(
            .path("/bin/bash"),
            arguments: [
                "-c", Self.script.replacing("BUILD ", with: builder.words + " "), "bash", engine, context,
                "shell:\(number)", output,
            ],
            output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw BareClient.Failed(description: "the shell job: \(result.standardError)")
        }
    }
}
