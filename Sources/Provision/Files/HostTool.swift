/// A program of the host, and the Debian package that brings it.
struct HostTool: Sendable, Hashable {
    /// The program's name.
    let name: String
    /// The package to install when it is missing.
    let package: String

    static let mmdebstrap = HostTool(name: "mmdebstrap", package: "mmdebstrap")
    static let aptGet = HostTool(name: "apt-get", package: "apt")
    static let aptCache = HostTool(name: "apt-cache", package: "apt")
    static let aptConfig = HostTool(name: "apt-config", package: "apt")
    static let aptArchive = HostTool(name: "apt-ftparchive", package: "apt-utils")
    static let dpkgDeb = HostTool(name: "dpkg-deb", package: "dpkg")
    static let python = HostTool(name: "python3", package: "python3-pip")
    static let tar = HostTool(name: "tar", package: "tar")
    static let sed = HostTool(name: "sed", package: "sed")
    static let gzip = HostTool(name: "gzip", package: "gzip")
    static let checksum = HostTool(name: "sha256sum", package: "coreutils")
    static let unshare = HostTool(name: "unshare", package: "util-linux")

    /// Debian's own directories only: another `python3` further up a user's PATH has another pip.
    static let path = "/usr/sbin:/usr/bin:/sbin:/bin"

    /// What to do where it is missing.
    var missing: PreparationError {
        PreparationError(
            .missingTool, "\(name) is not installed: run `apt-get install \(package)` (or `make deps`) and try again.")
    }
}
