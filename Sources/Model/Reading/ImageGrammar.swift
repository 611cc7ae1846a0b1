/// Which texts an engine takes for names of images: the grammar of `distribution/reference`, which all engines use.
enum ImageGrammar {
    /// Whether a fixture's name can stand in an image's: a path component of it, begun by a letter, at most 63 letters.
    static func isComponent(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= 63 && text.first?.isLetter == true && isPart(text)
    }

    /// Whether a text names an image, as `node:20`, `registry:5000/team/base` or `debian@sha256:…`.
    static func isReference(_ text: String) -> Bool {
        var name = text[...]
        if let at = name.firstIndex(of: "@") {
            let digest = #/@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}/#
            guard name[at...].wholeMatch(of: digest) != nil else { return false }
            name = name[..<at]
        }
        // A colon before the last slash belongs to the registry's port.
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            guard name[colon...].wholeMatch(of: #/:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}/#) != nil else { return false }
            name = name[..<colon]
        }
        guard name.utf8.count <= 255 else { return false }
        var parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, isHost(parts[0]) { parts.removeFirst() }
        return parts.allSatisfy(isPart)
    }

    private static func isPart(_ text: some StringProtocol) -> Bool {
        String(text).wholeMatch(of: #/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*/#) != nil
    }

    /// A registry's address: what stands before the first slash and could not be a part of the path.
    private static func isHost(_ text: Substring) -> Bool {
        let name = #/[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/#
        return (text.wholeMatch(of: name) != nil || text.wholeMatch(of: #/\[[0-9a-fA-F:]+\](:[0-9]+)?/#) != nil)
            && (text == "localhost" || text.contains { ".:[".contains($0) || $0.isUppercase })
    }
}
