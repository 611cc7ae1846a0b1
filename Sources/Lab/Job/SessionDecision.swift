import Engine
import Model

/// Whether a job's build is given a session beside its archive.
enum SessionDecision: Sendable, Equatable {
    /// It needs none.
    case notNeeded
    /// BuildKit may ask back, and finds neither logins nor secrets.
    case offered
    /// It requires what Plimsoll does not have, and is not begun.
    case refused(Failure)
}

extension EngineClient {
    /// Those of a Dockerfile's needs that the engine cannot meet with the images that it has.
    ///
    /// - Parameter images: names that were seen on the engine, which is not asked for them again; those that are found are added.
    /// - Throws: `EngineError`.
    func unmet(_ needs: [SessionNeed], knowing images: inout Set<String>) async throws -> [SessionNeed] {
        var unmet: [SessionNeed] = []
        for need in needs {
            guard let name = need.image else {
                unmet.append(need)
                continue
            }
            if images.contains(name) { continue }
            if try await hasImage(name) { images.insert(name) } else { unmet.append(need) }
        }
        return unmet
    }

    private func hasImage(_ name: String) async throws -> Bool {
        do { _ = try await image(name) } catch let error as EngineError where error.code == .notFound { return false }
        return true
    }
}
