/// One thing that this host offers or lacks.
public struct HostFinding: Codable, Sendable, Equatable {
    /// What it is about.
    public enum Area: String, Codable, Sendable, CaseIterable {
        /// What this process may do.
        case privilege
        /// What the kernel and the machine offer.
        case kernel
        /// Where an engine can keep layers.
        case storage
        /// Engines and their parts.
        case engine
        /// Other programs.
        case tools
        /// Space.
        case disk
        /// Ports, addresses and names.
        case network
    }

    /// How it is.
    public enum State: String, Codable, Sendable {
        /// There, and good.
        case fine
        /// Not there, or of no use.
        case lacking
        /// There, but less than it could be.
        case degraded
    }

    /// What it is about.
    public let area: Area
    /// Its name.
    public let name: String
    /// How it is.
    public let state: State
    /// What was found, in words.
    public let found: String
    /// What it is for.
    public let neededFor: String
    /// The command that mends it, if it needs mending and one can.
    public let remedy: String?
    /// Whether the embedded engine cannot be without it.
    public let isRequired: Bool

    init(
        _ area: Area, _ name: String, _ state: State, found: String, for neededFor: String, remedy: String? = nil,
        isRequired: Bool = false
    ) {
        self.area = area
        self.name = name
        self.state = state
        self.found = found
        self.neededFor = neededFor
        self.remedy = state == .fine ? nil : remedy
        self.isRequired = isRequired
    }
}
