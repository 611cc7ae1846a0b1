/// Takes short sentences for people about what is being done.
public typealias Progress = @Sendable (String) -> Void
