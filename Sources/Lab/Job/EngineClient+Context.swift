import Engine
import Fixtures

extension EngineClient {
    /// Builds an image from a context, by archive or session, as docker's own client would.
    ///
    /// - Returns: how it ended, and how many bytes were sent for it.
    /// - Throws: `EngineError`; `FixtureError` where the context cannot be read.
    func build(_ request: BuildRequest, of context: BuildContext) async throws -> (result: BuildResult, sent: Int) {
        guard context.dockerfileTravelsApart else {
            let archive = context.archive
            return (try await build(request, context: archive), archive.sent.value)
        }
        let files = ContextFiles(context: context)
        return (try await build(request, files: files), files.sent.value)
    }
}
