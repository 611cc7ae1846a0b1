/// The labels by which Plimsoll knows its own objects. It never touches an object without them on a foreign engine.
public enum PlimsollLabel {
    /// On every object that Plimsoll makes, with value `1`.
    public static let key = "plimsoll"
    /// Whose value is the UUID of the run that made the object.
    public static let ownerKey = "plimsoll.owner"

    /// The labels for an object of the run `owner`.
    public static func labels(owner: String) -> [String: String] {
        [key: "1", ownerKey: owner]
    }

    /// Filters for what any run of Plimsoll made, or for what the run `owner` made.
    public static func filters(owner: String? = nil) -> EngineFilters {
        ["label": owner.map { ["\(key)=1", "\(ownerKey)=\($0)"] } ?? ["\(key)=1"]]
    }

    /// Whether these labels say that Plimsoll made the object (the run `owner`, where it is given).
    public static func marks(_ labels: [String: String], owner: String? = nil) -> Bool {
        guard labels[key] == "1" else { return false }
        return owner.map { labels[ownerKey] == $0 } ?? true
    }
}

/// Filters as the engine takes them: all keys must match, any value of a key does (labels: all do).
public typealias EngineFilters = [String: [String]]
