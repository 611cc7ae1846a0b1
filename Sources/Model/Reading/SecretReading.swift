import Yams

extension Field {
    /// A list as `[{id: token, env: TOKEN}, {id: npmrc, file: npmrc}]`.
    func secrets() -> [BuildSecret]? {
        var ids: Set<String> = []
        return list(of: "secrets, as {id: token, env: TOKEN} or {id: npmrc, file: npmrc}") { element in
            guard let secret = element.secret() else { return nil }
            element.refuse(
                if: !ids.insert(secret.id).inserted, "\(path): the secret '\(secret.id)' is listed twice; expected once"
            )
            return secret
        }
    }

    private func secret() -> BuildSecret? {
        guard let section = section(["id", "file", "env"]) else { return nil }
        // Commas and quotes would be taken for more options.
        let id = section.required("id", expected: "what Dockerfiles call the secret")?
            .text(expected: "letters, digits and any of . _ -") { $0.wholeMatch(of: #/[A-Za-z0-9._-]+/#) != nil }
        let file = section["file"]?.text(expected: "a path to the file that has the secret")
        let variable = section["env"]?
            .text(expected: "the name of a variable, as TOKEN (the value stands in the environment only)") {
                $0.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil
            }
        guard (section["file"] == nil) != (section["env"] == nil) else {
            return refused(expected: "either file: or env:, where the secret is")
        }
        guard let id, let source = file.map(BuildSecret.Source.file) ?? variable.map(BuildSecret.Source.environment)
        else { return nil }
        return BuildSecret(id: id, source: source)
    }
}
