/// The repositories by which an engine is proved: each commit changes one known thing.
package enum ProofTree: String, CaseIterable, Sendable {
    /// Its command takes two seconds.
    case sleeps
    /// Its command does nothing.
    case idle

    /// What a commit changes.
    package struct Commit: Sendable {
        package let subject: String
        package var files: [String: String] = [:]
        package var executable: Set<String> = []
        package var removed: Set<String> = []
        /// How many of the steps that can come from the cache must miss.
        let misses: Int
    }

    /// The bytes that each change but the first adds to the image; they cannot be compressed.
    static let layerBytes = 16_000_000

    /// How long the command takes, in seconds.
    var seconds: Double { self == .sleeps ? 2 : 0 }

    /// The command as a user types it.
    var words: String { self == .sleeps ? "sleep 2" : "true" }

    private var command: String { self == .sleeps ? #""sleep", "2""# : #""true""# }

    private var dockerfile: String {
        """
        FROM plimsoll/base:bookworm
        COPY kept /kept
        RUN sha256sum /kept
        COPY . /src
        RUN head -c \(Self.layerBytes) /dev/urandom >/layer
        CMD [\(command)]

        """
    }

    /// The first commit, from which the history starts.
    package var start: Commit {
        Commit(subject: "Start", files: ["Dockerfile": dockerfile, "kept": "kept\n", "source": "1\n"], misses: 4)
    }

    /// The commits that follow it.
    package static let changes = [
        Commit(subject: "Change nothing", misses: 0),
        Commit(subject: "Change a byte", files: ["source": "2\n"], misses: 2),
        Commit(subject: "Change a mode", files: ["source": "2\n"], executable: ["source"], misses: 2),
        Commit(
            subject: "Change a name", files: ["other": "2\n"], executable: ["other"], removed: ["source"], misses: 2),
    ]

    /// The bytes that all changes add to the disk.
    static var addedBytes: Double { Double(changes.count { $0.misses > 0 } * layerBytes) }

    /// A scenario that replays the repository of this name beside it.
    package func scenario(builders: [String]) -> String {
        """
        name: proof-\(rawValue)
        fixtures:
          - git: {name: \(rawValue), repository: \(rawValue), revisions: main, dockerfile: Dockerfile, images: [plimsoll/base:bookworm]}
        factors:
          builder: [\(builders.joined(separator: ", "))]
        workload: {audit: {after: job}, ledger: always, retention: all, timeout: 3m}
        profiles:
          quick: {changes: \(Self.changes.count)}

        """
    }
}
