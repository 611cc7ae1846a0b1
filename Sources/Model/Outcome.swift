/// How a job ended.
public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Every phase ended well and the command's exit status was 0.
    case succeeded
    /// The build phase failed: a step of the Dockerfile, the context, or the Dockerfile itself.
    case buildFailed = "build_failed"
    /// The image was built; its command ended with another status than 0, or could not be started.
    case commandFailed = "command_failed"
    /// The command ended with status 0; an artifact was missing, or could not be copied.
    case artifactFailed = "artifact_failed"
    /// The job's time limit passed.
    case timedOut = "timed_out"
    /// The user asked Plimsoll to stop at once.
    case cancelled
    /// The engine went away, or answered what no engine should.
    case engineLost = "engine_lost"
    /// The engine refused the job before it began (no space, no permission, a limit).
    case refused
}
