extension EmbeddedEngine {
    /// The names of the runtimes that an embedded engine has on this host.
    public static var runtimes: Set<String> {
        Tool.find("runsc") == nil ? ["runc"] : ["runc", "runsc"]
    }
}
