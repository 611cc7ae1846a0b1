import Model

/// Why runs could not be found or compared.
package typealias TrackingError = CodedError<TrackingErrorCode>

/// Kinds of reasons why runs could not be found or compared: stable, for programs.
package enum TrackingErrorCode: String, Sendable, UsageCode {
    /// The words name no run.
    case badReference = "reference_malformed"
    /// A baseline cannot have this name.
    case badName = "baseline_name_malformed"
    /// No run has such an id.
    case unknownRun = "run_unknown"
    /// More than one run has such an id.
    case ambiguous = "run_ambiguous"
    /// The database has no run that counts.
    case noRun = "no_run"
    /// No baseline has this name.
    case unknownBaseline = "baseline_unknown"
    /// The runs' circumstances differ.
    case unlike = "runs_unlike"
    /// Nothing was measured in both runs, or nothing of what was asked for.
    case nothingInCommon = "nothing_in_common"
    /// No run has values of the metric.
    case unknownMetric = "metric_unknown"
    /// Both sides would be measured again by the same command.
    case sameSides = "confirmation_same_sides"
    /// What looked worse could not be measured again.
    case cannotConfirm = "cannot_confirm"

    package var isUsage: Bool { self == .badReference || self == .badName || self == .sameSides }
}
