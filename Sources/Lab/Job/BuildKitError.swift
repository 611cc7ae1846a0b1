/// BuildKit's words when a build failed for want of something that its client, or a registry, had to give.
enum BuildKitError {
    /// Fetching an image or a frontend, as BuildKit says it.
    private static let fetching = [
        "failed to do request", "failed with status code [", "failed to authorize", "pull access denied",
        "failed to fetch anonymous token", "failed to fetch oauth token",
    ]
    private static let refusals = [
        "401 Unauthorized", "403 Forbidden", "pull access denied", "authorization failed", "insufficient_scope",
        "no basic auth credentials",
    ]

    /// An error with what it means for a run of Plimsoll's, where that is known.
    static func explained(_ error: String) -> String {
        if error.contains("no active sessions") {
            return error
                + " (BuildKit asked its client back, as for a registry's login. Plimsoll gave it no session, as nothing in the "
                + "Dockerfile was seen to need one; pull the images that it names onto the engine before the run)"
        }
        guard fetching.contains(where: error.contains) else { return error }
        let isFrontend = error.contains("gateway.v0")
        let what = isFrontend ? "the frontend that “# syntax=” names" : "the image"
        let why = refusals.contains(where: error.contains) ? "Plimsoll has no login to give to a registry. " : ""
        let or = isFrontend ? ", or remove that line where the engine's own BuildKit can read the Dockerfile" : ""
        return error + " (\(why)Pull \(what) onto the engine before the run\(or))"
    }
}
