/// What goes wrong in a job on purpose: the factor `fault`.
public enum Fault: String, Codable, Sendable, CaseIterable {
    /// Nothing.
    case nothing = "none"
    /// A step of the build fails.
    case failingBuild = "failing-build"
    /// The command ends with another status than 0.
    case failingCommand = "failing-command"
    /// The command goes on beyond the job's time limit.
    case timeout
    /// The user stops the job at once, while its command runs.
    case cancel
    /// The user stops the job at once, at any moment of it.
    case cancelAnywhere = "cancel-anywhere"
    /// The client goes away in mid-build: its connection is closed.
    case clientGone = "client-gone"
    /// The build and the command leave processes behind that nobody waits for: forked twice, in sessions of their own, deaf to
    /// SIGTERM.
    case orphans
    /// The build and the command make files of other users, with modes that let nobody in, in folders that let nobody delete.
    case undeletableFiles = "undeletable-files"
    /// The engine is asked to end in mid-build, and started again.
    case engineRestart = "engine-restart"
    /// The engine is killed in mid-build, and started again.
    case engineKill = "engine-kill"
    /// The engine's disk is full but for a few megabytes.
    case diskFull = "disk-full"

    /// Whether the fixture has a Dockerfile for it, by its name; the others are done to a job of the usual one.
    public var isOfFixture: Bool {
        switch self {
        case .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles: true
        case .nothing, .cancel, .cancelAnywhere, .clientGone, .engineRestart, .engineKill, .diskFull: false
        }
    }

    /// Whether the job's own outcome is to be cancelled.
    public var cancels: Bool { [.cancel, .cancelAnywhere, .clientGone].contains(self) }

    /// Whether it is done to the job at a moment, or beside it, and so may come too late.
    public var isPlanted: Bool { self != .nothing && !isOfFixture }

    /// Whether it is done to the engine itself, which must then be Plimsoll's own.
    public var isOfEngine: Bool { [.engineRestart, .engineKill, .diskFull].contains(self) }
}
