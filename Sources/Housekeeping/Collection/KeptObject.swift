/// Something that stays, and why.
public struct KeptObject: Codable, Hashable, Sendable {
    /// Why something stays.
    public enum Reason: String, Codable, Sendable, CaseIterable {
        /// A container is made of it, or a build uses it now.
        case inUse = "in_use"
        /// It is not among what may be collected: it lacks the label.
        case outOfScope = "out_of_scope"
        /// Its name is to be kept.
        case named
        /// It was used too lately.
        case young
        /// Something that stays builds on it.
        case needed
        /// It is the newest of its repository.
        case newest
        /// The policy has nothing against it.
        case policy
        /// The disk is not full enough, or was emptied enough before its turn came.
        case enough
        /// It was refused, or had changed, when it was to go.
        case refused
    }

    /// What sort of thing it is.
    public var kind: PlannedRemoval.Kind
    /// The image's or the record's id.
    public var id: String
    /// Its names; of a record what made it.
    public var names: [String]
    /// Why it stays.
    public var reason: Reason
    /// The particulars, in words: which container, which pattern.
    public var detail: String
}
