import Model

/// Why runs could not be found or compared.
package typealias TrackingError = CodedError<TrackingErrorCode>

/// Why runs could not be found or compared: stable, for programs.
package enum TrackingErrorCode: String, Sendable {
    case badReference = "reference_malformed"
    case badName = "baseline_name_malformed"
    case unknownRun = "run_unknown"
    /// More than one run has such an id.
    case ambiguous = "run_ambiguous"
    /// The database has no run that counts.
    case noRun = "no_run"
    case unknownBaseline = "baseline_unknown"
    case unlike = "runs_unlike"
    /// Nothing was measured in both runs, or none of the requested metrics.
    case nothingInCommon = "nothing_in_common"
    /// No run has values of the metric.
    case unknownMetric = "metric_unknown"
    /// Both sides would be measured again by the same command.
    case sameSides = "confirmation_same_sides"
    /// What looked worse could not be measured again.
    case cannotConfirm = "cannot_confirm"
}

extension CodedError<TrackingErrorCode> {
    /// Whether the user's input is at fault.
    package var isUsage: Bool { code == .badReference || code == .badName || code == .sameSides }
}
