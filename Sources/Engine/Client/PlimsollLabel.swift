/// The labels that Plimsoll puts on the objects it makes on an engine.
///
/// Labels alone prove nothing: an image built `FROM` one of Plimsoll's inherits them, and so does each of its
/// containers. See ``LabelledObject/isPlimsolls(owner:)``.
package enum PlimsollLabel {
    /// On every object that Plimsoll makes, with value `1`.
    package static let key = "plimsoll"
    /// Its value is the UUID of the run that made the object.
    package static let ownerKey = "plimsoll.owner"
    /// On objects that outlive a run, e.g. a base image: the name under which it was made.
    package static let nameKey = "plimsoll.name"

    /// On an image that outlives a run: the number of entries in its history. Images built on it have more.
    static let depthKey = "plimsoll.depth"

    /// The labels for an object of the run `owner`, whose name must be one of ``RunNames``: as few as possible, because
    /// the classic builder makes a step for each.
    package static func labels(owner: String) -> [String: String] { [key: "1", ownerKey: owner] }

    /// The labels for an image that outlives the run, made under this name.
    /// - Parameter depth: how many entries its history will have. nil if unknown: then it cannot be identified as
    ///   Plimsoll's, and it stays.
    package static func labels(name: String, depth: Int?) -> [String: String] {
        [key: "1", nameKey: name].merging(depth.map { [depthKey: "\($0)"] } ?? [:]) { $1 }
    }

    /// Filters for objects that may be Plimsoll's, or the run `owner`'s. The list can have others: ask
    /// ``LabelledObject``.
    package static func filters(owner: String? = nil) -> EngineFilters {
        ["label": owner.map { ["\(key)=1", "\(ownerKey)=\($0)"] } ?? ["\(key)=1"]]
    }
}

package protocol LabelledObject {
    var labels: [String: String] { get }
    var allNames: [String] { get }
}

extension LabelledObject {
    /// Whether Plimsoll made this very object: it carries Plimsoll's label, and its name agrees with the labels.
    ///
    /// An image built on one of Plimsoll's, or a container started from one, inherits the labels but has another name.
    /// - Parameter owner: the UUID of the run that must have made it; nil: any, or none.
    package func isPlimsolls(owner: String? = nil) -> Bool {
        guard !namesByPlimsoll.isEmpty else { return false }
        return owner.map { runOwner == $0 } ?? true
    }

    package var namesByPlimsoll: [String] {
        guard labels[PlimsollLabel.key] == "1" else { return [] }
        return allNames.filter { name in
            let bare = Self.bare(name)
            if let owner = labels[PlimsollLabel.ownerKey], RunNames(owner: owner).include(bare) { return true }
            return labels[PlimsollLabel.nameKey].map { $0 == bare } ?? false
        }
    }

    /// The UUID of the run that made it; nil if it outlives runs, or is not Plimsoll's.
    package var runOwner: String? {
        guard let owner = labels[PlimsollLabel.ownerKey] else { return nil }
        return allNames.contains { RunNames(owner: owner).include(Self.bare($0)) } ? owner : nil
    }

    /// A name without the engine's prefix: Docker's slash before a container's, Podman's registry before an image's.
    private static func bare(_ name: String) -> Substring {
        let prefix = ["/", "localhost/", "docker.io/"].first { name.hasPrefix($0) } ?? ""
        return name.dropFirst(prefix.count)
    }
}

extension ContainerSummary: LabelledObject { package var allNames: [String] { names } }
/// An image without a tag does not prove whose it is.
extension ImageSummary: LabelledObject { package var allNames: [String] { tags } }
extension Volume: LabelledObject { package var allNames: [String] { [name] } }
extension Network: LabelledObject { package var allNames: [String] { [name] } }

/// The names of the objects that one run makes on an engine. No other run uses them, and nobody else is likely to.
package struct RunNames: Sendable, Hashable {
    /// The first eight digits of the run's UUID; part of each of its names.
    package let short: String

    package init(owner: String) { short = String(owner.prefix(8)) }

    /// Name of a container or volume: `plimsoll-1234abcd-…`.
    package func name(_ what: String) -> String { "plimsoll-\(short)-\(what)" }

    /// An image's name: `plimsoll/…:1234abcd`, or with a suffix.
    package func image(_ repository: String, _ what: String? = nil) -> String {
        "plimsoll/\(repository):\(short)" + (what.map { "-\($0)" } ?? "")
    }

    func include(_ name: Substring) -> Bool {
        if name.hasPrefix("plimsoll-\(short)-") { return true }
        guard name.hasPrefix("plimsoll/"), let colon = name.lastIndex(of: ":") else { return false }
        let tag = name[name.index(after: colon)...]
        return tag == short || tag.hasPrefix("\(short)-")
    }
}
