/// Something that a job left.
public struct LeakRecord: Codable, Sendable, Hashable {
    /// By what the job is known.
    public enum Attribution: String, Codable, Sendable, CaseIterable {
        /// It is the only one between two audits.
        case audit
        /// The object carries its name.
        case name
        /// The object was made while only it ran.
        case time
        /// Nothing tells.
        case unknown
    }

    /// What sort of thing it is, as `container`.
    public var kind: String
    /// What people call it: a name, a path, a process's number and command, an id.
    public var object: String
    /// What it takes on disk; nil where it takes none, or nothing tells.
    public var bytes: Int?
    /// The job that left it, by its id in the results; nil where nothing tells.
    public var job: Int64?
    /// By what the job is known.
    public var attribution: Attribution

    /// A value of these parts.
    public init(kind: String, object: String, bytes: Int? = nil, job: Int64? = nil, attribution: Attribution = .unknown)
    {
        self.kind = kind
        self.object = object
        self.bytes = bytes
        self.job = job
        self.attribution = attribution
    }
}
