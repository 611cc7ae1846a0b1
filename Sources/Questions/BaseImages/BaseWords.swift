import Model

/// How bases, situations and updates read on a page.
enum BaseWords {
    static func kind(_ kind: BaseKind) -> String {
        switch kind {
        case .provided: "provided"
        case .deferred: "Debian alone"
        }
    }

    static func situation(_ situation: BaseComparison.Situation) -> String {
        switch situation {
        case .cold: "cold"
        case .source: "warm, source changed"
        case .dependency: "warm, dependencies changed"
        }
    }

    static func update(_ update: BaseUpdate) -> String {
        switch update {
        case .os: "os image"
        case .provided: "provided images"
        }
    }

    /// An estimate's interval, in seconds.
    static func interval(_ estimate: Estimate?) -> String {
        estimate.map { Words.interval($0.interval) } ?? Words.absent
    }

    /// `3.2 s faster`, `0.1 s slower`.
    static func faster(_ seconds: Double) -> String {
        Words.seconds(abs(seconds)) + (seconds < 0 ? " slower" : " faster")
    }

    /// `7.09 MB less`, `12 kB more`.
    static func less(_ bytes: Double) -> String { Words.bytes(abs(bytes)) + (bytes < 0 ? " more" : " less") }
}
