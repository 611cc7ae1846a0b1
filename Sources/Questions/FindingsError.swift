import Model

/// Why a run cannot be analysed.
package typealias FindingsError = CodedError<FindingsErrorCode>

/// Kinds of reasons why a run cannot be analysed.
package enum FindingsErrorCode: String, Sendable {
    /// The database has no such run, or none that counts.
    case noRun = "no_run"
    /// The run is excluded, and was not asked for all the same.
    case excluded = "run_excluded"
    /// The run has too few jobs for what was asked.
    case tooFew = "too_few_jobs"
}
