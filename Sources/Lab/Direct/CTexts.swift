import Glibc

/// C copies of texts, as long as it lives.
final class CTexts {
    private var copies: [UnsafeMutablePointer<CChar>] = []

    /// Copies a text; nil where memory ran out.
    func add(_ text: String) -> UnsafeMutablePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        copies.append(copy)
        return copy
    }

    deinit {
        for copy in copies { free(copy) }
    }
}
