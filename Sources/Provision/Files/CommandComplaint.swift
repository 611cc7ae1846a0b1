/// Reads the complaints of Debian's tools and pip, and says what to do.
enum CommandComplaint {
    /// The error for a program that failed: its kind by what it said last, those words as the cause.
    static func error(tool: HostTool, status: String, complaint: String) -> PreparationError {
        let code = code(of: complaint)
        let message =
            switch code {
            case .missingTool: "pip is not installed: run `apt-get install python3-pip` (or `make deps`) and try again."
            case .noSpace:
                "\(tool.name) ran out of disk space: free some where the state directory lies, or name another."
            case .unreachable:
                "\(tool.name) cannot reach the package source that this machine is configured for: "
                    + "check the network, and the mirror and proxy in the machine's apt and pip configuration."
            case .unresolvable: "\(tool.name) cannot find what is asked for: correct the list of packages."
            default: "\(tool.name) failed (\(status))."
            }
        return PreparationError(code, message, cause: complaint)
    }

    /// The kind of failure that a complaint tells of. The order counts: a full disk also looks like a failed fetch, and pip names
    /// a distribution that it could not look up as one that does not exist.
    static func code(of complaint: String) -> PreparationError.Code {
        func says(_ phrases: String...) -> Bool { phrases.contains { complaint.contains($0) } }
        if says("No module named pip") { return .missingTool }
        if says("No space left on device", "You don't have enough free space", "Disk quota exceeded") {
            return .noSpace
        }
        if says(
            "Temporary failure resolving", "Could not resolve", "Could not connect", "Unable to connect",
            "Connection refused", "Connection timed out", "Failed to establish a new connection",
            "Network is unreachable",
            "Max retries exceeded", "Connection failed", "Name or service not known")
        {
            return .unreachable
        }
        if says(
            "Unable to locate package", "has no installation candidate", "No matching distribution found",
            "unmet dependencies", "was not found", "ResolutionImpossible")
        {
            return .unresolvable
        }
        return .commandFailed
    }
}
