/// How long ago something was, as people say it.
public enum AgeText {
    /// The seconds in their largest sensible unit, as `40 s`, `12 min`, `5 h`, `3 d`.
    public static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(min(seconds / 86_400, 1e6))) d"
        }
    }
}
