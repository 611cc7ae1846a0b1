import Engine

/// Names of images in the run's own registry.
struct RegistryImageName: Sendable {
    /// The registry's address, as `127.0.0.1:5000`.
    let address: String

    /// Where what was built of a change is pushed: one name for each change, so that a cache is never newer than it is meant
    /// to be.
    func cache(fixture: String, builder: String, change: Int) -> String {
        "\(address)/plimsoll/\(fixture.lowercased()):\(builder)-\(change)"
    }

    /// Where a base image is published: its own name, behind the address in place of any other registry's.
    func base(_ reference: String) -> String {
        let name = ImageName(reference)
        let parts = name.repository.split(separator: "/")
        let isElsewhere =
            parts.count > 1 && (parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost")
        let path = (isElsewhere ? parts.dropFirst() : parts[...]).joined(separator: "/")
        // A digest cannot be pushed under.
        let tag = name.tag.contains(":") ? "base" : name.tag
        return "\(address)/base/\(path):\(tag)"
    }
}
