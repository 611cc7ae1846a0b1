import Foundation

/// One open lock file. The kernel's lock on it ends when it is closed, and with this process, however that ends.
///
/// A lock belongs to the open file, not to the process: two that are opened apart exclude each other also in one process.
struct LockFile: Sendable {
    /// How it is locked.
    enum Mode: Sendable {
        /// Together with others.
        case shared
        /// Alone.
        case exclusive
    }

    /// Its path.
    let path: String
    private let descriptor: Int32

    /// Opens a file that exists; nil where it does not. It is never written, so that who may only read it can lock it.
    ///
    /// - Throws: ``MutexError`` with code `place`.
    init?(path: String) throws(MutexError) {
        // No program that is started meanwhile may keep the lock.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if number < 0 {
            if errno == ENOENT { return nil }
            throw MutexError(
                .place, "\(path) cannot be opened: let this user read it, or name another place by --mutex.",
                cause: String(cString: strerror(errno)))
        }
        self.path = path
        descriptor = number
    }

    /// Makes an empty file that everybody may lock.
    ///
    /// - Throws: ``MutexError`` with code `place`.
    static func create(_ path: String) throws(MutexError) {
        let number = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard number >= 0 else {
            throw MutexError(.place, "\(path) cannot be made.", cause: String(cString: strerror(errno)))
        }
        fchmod(number, 0o644)
        Foundation.close(number)
    }

    /// Takes the lock if it is free, or changes it; does not wait.
    ///
    /// - Returns: whether it was taken.
    func take(_ mode: Mode) -> Bool {
        flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0
    }

    /// Lets go of the lock.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    /// Lets go of the lock and closes the file.
    func close() {
        Foundation.close(descriptor)
    }

    /// Whether the file is still the one that others will open; it is not when its directory was removed meanwhile.
    var isCurrent: Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }
}
