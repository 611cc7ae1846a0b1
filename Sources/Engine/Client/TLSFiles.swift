/// The PEM files with which a client and an engine prove to each other who they are.
public struct TLSFiles: Sendable, Hashable {
    /// Path of the authority's certificate that the engine's certificate is checked against.
    public var authority: String
    /// Path of the client's certificate chain.
    public var certificate: String
    /// Path of the client's private key.
    public var key: String

    /// Names the three files one by one.
    public init(authority: String, certificate: String, key: String) {
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }

    /// The files as `DOCKER_CERT_PATH` lays them out: `ca.pem`, `cert.pem`, `key.pem`.
    public init(directory: String) {
        let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        self.init(authority: "\(folder)/ca.pem", certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
    }
}
