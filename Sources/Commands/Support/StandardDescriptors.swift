import Foundation

/// The numbers 0, 1 and 2, which every program takes for its input, its output and its messages.
enum StandardDescriptors {
    /// Fills those that the caller closed (`plimsoll … >&-`), so that no file that is opened later gets their numbers.
    ///
    /// Otherwise results could be written into a database. A filled descriptor cannot be used: reading or writing it is an error.
    static func fill() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // The lowest free number is taken, and all below this one are in use.
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
