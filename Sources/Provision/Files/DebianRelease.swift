/// The Debian release that images are made of.
enum DebianRelease {
    /// Its code name.
    static let codename = "bookworm"
    /// The processor architecture, in Debian's words.
    static let architecture = "amd64"
    /// The code names of the archives that belong to it: the release, its updates, its security updates.
    static let archives = [codename, "\(codename)-updates", "\(codename)-security"]
    /// The keys that its archives are signed with, from the package debian-archive-keyring.
    static let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    /// The version of its Python, for which wheels are chosen.
    static let python = "3.11.2"
    /// The wheel tags of that Python's binary interface.
    static let pythonInterfaces = ["cp311", "abi3", "none"]
    /// The wheel tags of what its C library (2.36) runs.
    static let pythonPlatforms = (17...36).map { "manylinux_2_\($0)_x86_64" } + ["manylinux2014_x86_64", "any"]
}
