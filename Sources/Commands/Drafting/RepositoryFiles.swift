import Fixtures

/// Files of a repository that a draft is made from, by their names.
enum RepositoryFiles {
    private static let ci: Set = [
        ".gitlab-ci.yml", ".gitlab-ci.yaml", ".travis.yml", "Jenkinsfile", ".circleci/config.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml", ".drone.yml", ".woodpecker.yml", "cloudbuild.yaml", "cloudbuild.yml", ".cirrus.yml",
        "appveyor.yml", ".buildkite/pipeline.yml",
    ]
    /// Files that say how tests are run.
    private static let tests: Set = ["package.json", "Makefile", "makefile", "GNUmakefile", "pyproject.toml"]

    static func isCI(_ path: String) -> Bool {
        let folders = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"]
        return ci.contains(path) || (isYAML(path) && folders.contains(path.folder))
    }

    static func isCompose(_ path: String) -> Bool {
        ["compose", "docker-compose"].contains(where: path.hasPrefix) && isYAML(path) && path.folder.isEmpty
    }

    private static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yml") || path.hasSuffix(".yaml") }
    static func isMakefile(_ path: String) -> Bool { ["Makefile", "makefile", "GNUmakefile"].contains(path) }
    static func isManifest(_ path: String) -> Bool { RepositorySurvey.isManifest(path) }

    /// Whether a draft depends on the file's content.
    static func isRead(_ path: String) -> Bool {
        tests.contains(String(path.lastPart)) || DockerfileNames.isDockerfile(path) || isCI(path) || isCompose(path)
    }
}
