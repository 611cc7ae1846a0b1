/// How the removal of one thing went.
enum RemovalResult: Sendable, Equatable {
    /// It is gone by our doing.
    case removed
    /// It was gone already.
    case gone
    /// It stays: it changed since it was looked at, is in use, or the engine refused. In words.
    case spared(String)
}
