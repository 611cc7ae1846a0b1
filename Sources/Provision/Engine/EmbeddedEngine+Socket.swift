import Foundation

/// Engines by what they answer on.
extension EmbeddedEngine {
    /// The engine that answers on a socket, whatever state directory it belongs to; nil where it is none of Plimsoll's, or does
    /// not run.
    public static func running(behind socketPath: String) -> EmbeddedEngine? {
        running(behind: socketPath, host: HostSide())
    }

    static func running(behind socketPath: String, host: HostSide) -> EmbeddedEngine? {
        let socket = URL(fileURLWithPath: socketPath).resolvingSymlinksInPath().path
        guard let found = EngineClaim.all(host).first(where: { host.socket($0.name) == socket }) else { return nil }
        let layout = EngineLayout(directory: found.claim.directory)
        guard let record = EngineRecord.read(layout.record), let names = try? EngineNames(found.name),
            [.running, .orphaned].contains(record.state)
        else { return nil }
        return EmbeddedEngine(record: record, layout: layout, names: names, lease: nil)
    }
}
