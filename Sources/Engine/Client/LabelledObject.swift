/// An object on an engine that has labels and names.
public protocol LabelledObject {
    /// Its labels, those that it inherited among them.
    var labels: [String: String] { get }
    /// All names by which the engine knows it.
    var allNames: [String] { get }
}

extension LabelledObject {
    /// Whether Plimsoll made this very object: it carries Plimsoll's label, and its name agrees with what the labels say.
    ///
    /// What was built upon an image of Plimsoll's, or started from one, inherits the labels and has another name.
    /// - Parameter owner: the UUID of the run that must have made it; nil: any, or none.
    public func isPlimsolls(owner: String? = nil) -> Bool {
        guard !namesByPlimsoll.isEmpty else { return false }
        return owner.map { runOwner == $0 } ?? true
    }

    /// Those of its names that Plimsoll gave it.
    public var namesByPlimsoll: [String] {
        guard labels[PlimsollLabel.key] == "1" else { return [] }
        return allNames.filter { name in
            let bare = Self.bare(name)
            if let owner = labels[PlimsollLabel.ownerKey], RunNames(owner: owner).include(bare) { return true }
            return labels[PlimsollLabel.nameKey].map { $0 == bare } ?? false
        }
    }

    /// The UUID of the run that made it; nil where it outlives runs, or is not Plimsoll's.
    public var runOwner: String? {
        guard let owner = labels[PlimsollLabel.ownerKey] else { return nil }
        return allNames.contains { RunNames(owner: owner).include(Self.bare($0)) } ? owner : nil
    }

    /// A name without what engines put before it: Docker a slash before a container's, Podman a registry before an image's.
    private static func bare(_ name: String) -> Substring {
        let prefix = ["/", "localhost/", "docker.io/"].first { name.hasPrefix($0) } ?? ""
        return name.dropFirst(prefix.count)
    }
}

extension ContainerSummary: LabelledObject {
    /// Its names.
    public var allNames: [String] { names }
}

extension ImageSummary: LabelledObject {
    /// Its tags. An image without a tag does not prove whose it is.
    public var allNames: [String] { tags }
}

extension Volume: LabelledObject {
    /// Its name.
    public var allNames: [String] { [name] }
}

extension Network: LabelledObject {
    /// Its name.
    public var allNames: [String] { [name] }
}
