/// What runs a job's container: the factor `runtime`. Values are the names by which engines know them.
public enum ContainerRuntime: String, Codable, Sendable, CaseIterable {
    /// Processes of the worker's own kernel, kept apart by namespaces.
    case runc
    /// gVisor: a kernel of the container's own, in a process of the worker.
    case runsc
}
