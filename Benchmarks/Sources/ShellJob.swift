import Foundation
import Subprocess

/// The generalized CI job as a shell script with the engine's own command line, as release engineers write it.
struct ShellJob {
    /// Named by its path: another client earlier on the PATH may lack BuildKit.
    private static let script = """
        set -eu
        export DOCKER_BUILDKIT=1 DOCKER_HOST=$1
        cd "$2"
        /usr/bin/docker build --quiet --file Dockerfile.ci --tag "$3" . >/dev/null
        container=$(/usr/bin/docker run --detach "$3")
        test "$(/usr/bin/docker wait "$container")" = 0
        /usr/bin/docker cp "$container":/srv/noop/result.txt "$4" >/dev/null
        /usr/bin/docker rm --force --volumes "$container" >/dev/null
        /usr/bin/docker rmi "$3" >/dev/null
        """

    let engine: String
    let context: String
    let output: String

    func run(_ number: Int) async throws {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", Self.script, "bash", engine, context, "shell:\(number)", output],
            output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw BareClient.Failed(description: "the shell job: \(result.standardError)")
        }
    }
}
