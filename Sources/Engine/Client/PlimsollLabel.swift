/// The labels that Plimsoll puts on what it makes on an engine.
///
/// Labels alone prove nothing: an image built `FROM` one of Plimsoll's inherits them, and so does each container of it. See
/// ``LabelledObject/isPlimsolls(owner:)``.
public enum PlimsollLabel {
    /// On every object that Plimsoll makes, with value `1`.
    public static let key = "plimsoll"
    /// Whose value is the UUID of the run that made the object.
    public static let ownerKey = "plimsoll.owner"
    /// On what outlives a run, as a base image: the name that it was made under.
    public static let nameKey = "plimsoll.name"

    /// On an image that outlives a run: how many entries its history has. What is built upon it has more.
    public static let depthKey = "plimsoll.depth"

    /// The labels for an object of the run `owner`, whose name must be one of ``RunNames``.
    ///
    /// The classic builder makes a step for each label, so that there are as few as possible.
    public static func labels(owner: String) -> [String: String] {
        [key: "1", ownerKey: owner]
    }

    /// The labels for an image that outlives the run, made under this name.
    ///
    /// - Parameter depth: how many entries its history will have; nil where that is not known: then nobody can say for sure that it is
    ///   Plimsoll's, and it stays.
    public static func labels(name: String, depth: Int?) -> [String: String] {
        var labels = [key: "1", nameKey: name]
        labels[depthKey] = depth.map(String.init)
        return labels
    }

    /// Filters for what may be Plimsoll's, or the run `owner`'s. Not all that the engine then lists is: ask ``LabelledObject``.
    public static func filters(owner: String? = nil) -> EngineFilters {
        ["label": owner.map { ["\(key)=1", "\(ownerKey)=\($0)"] } ?? ["\(key)=1"]]
    }
}

/// Filters as the engine takes them: all keys must match, any value of a key does (labels: all do).
public typealias EngineFilters = [String: [String]]
