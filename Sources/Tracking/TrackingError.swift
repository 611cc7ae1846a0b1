import Model

package typealias TrackingError = CodedError<TrackingErrorCode>

/// Why runs could not be found or compared: stable, for programs.
package enum TrackingErrorCode: String, Sendable, UsageCode {
    case badReference = "reference_malformed", badName = "baseline_name_malformed"
    case unknownRun = "run_unknown", ambiguous = "run_ambiguous", unknownBaseline = "baseline_unknown"
    case ambiguousJob = "job_ambiguous"
    /// No cell has the word.
    case unknownCell = "cell_unknown"
    /// The database has no run that counts.
    case noRun = "no_run"
    /// The runs' circumstances differ.
    case unlike = "runs_unlike"
    /// Nothing was measured in both runs, or nothing of what was asked for.
    case nothingInCommon = "nothing_in_common"
    /// No run has values of the metric.
    case unknownMetric = "metric_unknown"
    /// There is no such factor.
    case unknownFactor = "factor_unknown"
    /// The run's jobs have one value of the factor, or none.
    case factorNotVaried = "factor_not_varied"
    /// Both sides would be measured again by the same command.
    case sameSides = "confirmation_same_sides"
    case cannotConfirm = "cannot_confirm"

    package var isUsage: Bool { [.badReference, .badName, .sameSides, .unknownFactor].contains(self) }
}
