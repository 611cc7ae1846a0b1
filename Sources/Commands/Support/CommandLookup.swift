import Foundation

/// Why a command cannot be run. The statuses are those of shells, `env` and `timeout`: 127 where it is not found, 126 where it is
/// found and cannot be run.
struct CommandLookup {
    /// The exit status for it.
    let status: Int32
    /// In words.
    let reason: String

    /// Looks up again what could not be started.
    ///
    /// - Parameter path: the folders in which a command without a slash is searched, separated by colons.
    init(_ command: String, path: String?) {
        let errors = Self.places(command, path).map(Self.error)
        if errors.contains(0) {
            // It may be run and yet was not found: what it names as its interpreter is not there.
            (status, reason) = (
                127, "what it is run by (the interpreter of its first line, or the loader) is not found"
            )
        } else if let error = errors.first(where: { $0 != ENOENT && (command.contains("/") || $0 != ENOTDIR) }) {
            (status, reason) = (126, "cannot be run: \(String(cString: strerror(error)))")
        } else {
            (status, reason) = (127, "command not found")
        }
    }

    /// The file of a command that may be run; nil where there is none.
    static func script(_ command: String, path: String?) -> String? {
        places(command, path).first { error($0) == 0 }
    }

    private static func places(_ command: String, _ path: String?) -> [String] {
        if command.isEmpty { return [] }
        if command.contains("/") { return [command] }
        return (path ?? "/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
            .map { ($0.isEmpty ? "." : $0) + "/\(command)" }
    }

    /// The error number that keeps a file from being run; 0 where nothing does.
    private static func error(_ path: String) -> Int32 {
        var found = stat()
        guard stat(path, &found) == 0 else { return errno }
        // As `execve` has it.
        guard found.st_mode & S_IFMT == S_IFREG else { return EACCES }
        return access(path, X_OK) == 0 ? 0 : errno
    }
}
