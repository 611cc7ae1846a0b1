/// What apt would install, out of what `apt-get --simulate install` prints.
struct SimulatedInstall: Sendable, Equatable {
    /// The packages with their versions, in apt's order; those that it would only bring up to date too.
    let packages: [(name: String, version: String)]

    /// Reads lines as `Inst make (4.3-4.1 Debian:12.9/stable [amd64])` and `Inst apt [2.6.0] (2.6.1 …)`.
    init(_ text: String) {
        packages = text.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: #/Inst (\S+) (?:\[\S+\] )?\((\S+) .*/#)?.output else { return nil }
            return (String(match.1), String(match.2))
        }
    }

    static func == (left: SimulatedInstall, right: SimulatedInstall) -> Bool {
        left.packages.elementsEqual(right.packages) { $0 == $1 }
    }
}
