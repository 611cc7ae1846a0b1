/// Takes short sentences for people about what is being done, as `making the base image`.
public typealias Announce = @Sendable (String) -> Void
