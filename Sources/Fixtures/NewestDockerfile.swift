import Foundation
import Model
import SystemPackage

extension Fixture {
    /// The Dockerfile of a trace's newest revision, before any of its trees is on disk, and what messages call it; nil
    /// where it cannot be read.
    /// - Parameter variant: selects the Dockerfile, as in ``dockerfile(variant:)``.
    package func newestDockerfile(variant: String?, in trace: Trace) async -> (name: String, bytes: [UInt8])? {
        guard let path = try? dockerfile(variant: variant) else { return nil }
        if let file = externalDockerfile ?? directory?.appending(path) {
            return (try? FileBytes.read(file)).map { (externalDockerfile?.string ?? path, $0) }
        }
        guard let repository, let newest = trace.changes.last?.revision else { return nil }
        let bytes = try? await GitCommand(in: repository).run(["show", "\(newest):\(path)"])
        return bytes.map { (path, $0) }
    }
}
