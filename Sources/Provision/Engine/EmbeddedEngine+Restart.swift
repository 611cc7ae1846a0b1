import Foundation

extension EmbeddedEngine {
    /// How an engine's daemon is ended before it is started again.
    public enum Ending: Sendable {
        /// It is asked to end, and stops its containers.
        case asked
        /// It is killed, and leaves everything as it is.
        case killed
    }

    /// Ends the daemon and has it started again, in the same namespaces and on the same data, and waits until it answers.
    ///
    /// - Parameter beforeSignal: called right before the daemon gets its signal.
    /// - Throws: `EmbeddedEngineError` of code `notReady` when it does not come back; `diedAtStart` when the engine ended.
    public func restart(_ ending: Ending, beforeSignal: () -> Void = {}) async throws {
        guard let daemon = EngineProcesses.find(layout, names).daemon else {
            throw EmbeddedEngineError(.diedAtStart, "The engine \(name) has ended and cannot be started again.")
        }
        let launch = NamespaceLaunch(layout: layout, names: names)
        let again = "\(layout.directory)/again"
        guard FileManager.default.createFile(atPath: again, contents: nil) else {
            throw EmbeddedEngineError(.state, "\(again) cannot be written: is the disk full?")
        }
        beforeSignal()
        daemon.send(ending == .asked ? SIGTERM : SIGKILL)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let processes = EngineProcesses.find(layout, names)
            guard processes.outermost != nil else {
                throw EmbeddedEngineError(
                    .diedAtStart, "The engine \(name) ended instead of starting again; its last words were:",
                    cause: launch.tail())
            }
            if let next = processes.daemon, next != daemon, EngineProbe.version(socketPath) != nil {
                try note(next)
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmbeddedEngineError(
            .notReady, "The engine \(name) did not come back within a minute; its last words were:",
            cause: launch.tail())
    }

    /// Writes down the daemon that there is now.
    private func note(_ daemon: ProcessIdentity) throws {
        chmod(socketPath, 0o600)
        guard var record = EngineRecord.read(layout.record) else { return }
        record.daemon = daemon
        try record.write(to: layout.record)
    }
}
