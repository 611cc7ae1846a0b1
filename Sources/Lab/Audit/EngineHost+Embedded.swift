import Housekeeping
import Provision

extension EngineHost {
    /// An embedded engine, as audits look at it.
    ///
    /// - Parameter directories: of this host, in which every mount is the run's, besides the engine's own.
    init(_ engine: EmbeddedEngine, directories: [String] = []) {
        self.init(
            process: engine.outermostProcessIdentifier, dataRoot: engine.innerDataRoot, cgroup: engine.controlGroup,
            directories: [engine.directory] + directories)
    }
}
