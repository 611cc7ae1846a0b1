/// What this host offers and lacks.
public struct HostInspection: Codable, Sendable, Equatable {
    /// One finding each, in the order of their areas.
    public let findings: [HostFinding]
    /// Whether a Docker of the host's own answers here.
    public let canRunForeign: Bool

    /// Whether nothing is lacking that the embedded engine cannot be without.
    public var canRunEmbedded: Bool {
        !findings.contains { $0.isRequired && $0.state == .lacking }
    }

    /// Looks at this host. Changes nothing on it: what must be tried is tried in namespaces that end with the trial.
    ///
    /// - Parameter stateDirectory: Where Plimsoll would keep its state; it need not exist.
    public static func inspect(stateDirectory: String) async -> HostInspection {
        await inspect(stateDirectory: stateDirectory, sources: HostSources())
    }

    static func inspect(stateDirectory: String, sources: HostSources) async -> HostInspection {
        async let kernel = KernelInspection(sources: sources).findings()
        async let storage = StorageInspection(sources: sources, stateDirectory: stateDirectory).findings()
        async let programs = ProgramInspection(sources: sources).findings()
        async let network = NetworkInspection(sources: sources).findings()
        let socket = sources.engineVersion(sources.dockerSocket)
        let findings =
            await PrivilegeInspection(sources: sources).findings() + kernel + storage + programs + network + [
                engine(socket, sources)
            ]
        let order = HostFinding.Area.allCases
        return HostInspection(
            findings: order.flatMap { area in findings.filter { $0.area == area } }, canRunForeign: socket != nil)
    }

    private static func engine(_ version: String?, _ sources: HostSources) -> HostFinding {
        HostFinding(
            .engine, "host Docker", version == nil ? .degraded : .fine,
            found: version.map { "\($0) at unix://\(sources.dockerSocket)" }
                ?? "nothing answers at unix://\(sources.dockerSocket)",
            for: "--engine unix://\(sources.dockerSocket)",
            remedy: "systemctl start docker (the embedded engine does without)")
    }
}
