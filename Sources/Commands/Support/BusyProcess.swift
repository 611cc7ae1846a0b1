import Foundation
import Subprocess

/// A process that keeps one core busy, as another job on the worker does.
enum BusyProcess {
    /// It ends by itself when the process that it was started for is gone, however that ended.
    private static let script = """
        while kill -0 "$1"; do
            n=0; while [ "$n" -lt 100000 ]; do n=$((n + 1)); done
        done
        """

    /// Does some work beside it, and ends it.
    /// - Throws: `SubprocessError` where it cannot be started; what the work throws.
    static func beside<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", script, "sh", "\(getpid())"], input: .none, output: .discarded,
            error: .discarded
        ) { execution in
            let ended: Result<Value, any Error>
            do { ended = .success(try await work()) } catch { ended = .failure(error) }
            // Already gone counts as ended: Ctrl-C on a terminal reaches it as well.
            try? execution.send(signal: .kill)
            return ended
        }
        return try result.closureResult.get()
    }
}
