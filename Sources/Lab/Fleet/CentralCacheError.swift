/// Why a central cache could not be set up, or a job with it not be prepared.
public struct CentralCacheError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable {
        /// The run is on an engine that is not Plimsoll's own.
        case engineNotEmbedded = "engine_not_embedded"
        /// The second engine has another base image, or serves its builds at another address, than the first.
        case enginesDiffer = "engines_differ"
        /// What the registry was to hold could not be built.
        case seedFailed = "seed_failed"
        /// The second engine still has something that a build could find.
        case notCold = "not_cold"
        /// The registry does not serve.
        case registryLost = "registry_lost"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do about it, for people.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
