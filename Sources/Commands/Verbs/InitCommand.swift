import ArgumentParser
import Foundation
import Model
import Questions

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a first scenario that replays a git repository.",
        discussion: """
            It looks at the Dockerfiles, ignore files, manifests, CI files and history of a repository, writes a commented
            scenario that runs as it is, and prints what it assumed and why. It reads the committed history, never the work
            tree, and changes nothing in the repository.

            Where several Dockerfiles are built, by CI or one in each folder, each becomes a fixture. A command is run only if
            it seems to end by itself. Ends with status 1 if the repository has no Dockerfile, or fewer than two revisions.

            Examples:
              plimsoll init
              plimsoll init ~/src/tool --out tool.yaml
              plimsoll init .#v1.0..main --dockerfile docker/Dockerfile --command 'make test'
              plimsoll init --out -                      to standard output
            """)

    @Argument(help: "The repository: PATH, or PATH#RANGE with a range of revisions as git takes it.")
    var repository = "."
    @Option(help: "The file to write; - writes to standard output, and the assumptions to standard error.")
    var out = "plimsoll.yaml"
    @Flag(help: "Overwrite the file.") var force = false
    @OptionGroup var draft: DraftOptions

    func run() async throws {
        let toOutput = out == "-"
        guard toOutput || force || !FileManager.default.fileExists(atPath: out) else {
            throw UsageError(description: "\(out) exists: --force overwrites it, --out FILE names another")
        }
        let terminal = Terminal.standard
        let draft = try await RepositoryDraft.make(of: GitTarget(repository), draft.wishes()) { terminal.message($0) }
        let text = draft.text(repository: toOutput ? nil : draft.repository(from: out), file: toOutput ? "FILE" : out)
        // What was written must be readable: a draft that is not is a mistake of this program.
        _ = try Scenario.parse(text, file: out, questions: OpenQuestions.all.map(\.id))
        if toOutput { terminal.message(draft.assumptions) }
        try ReportFile.put(
            text, in: toOutput ? nil : out,
            headline:
                "\(draft.assumptions)\n\nwritten   \(out)\nnext      plimsoll run \(ShellWord.quoted(out, plain: "/._-"))"
        )
    }
}

extension ScenarioDraft {
    /// The repository's path for a scenario file: relative if the file is inside the working copy, so that both may move.
    func repository(from file: String) -> String {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().resolvingSymlinksInPath().path
        if folder == repository { return "." }
        guard folder.hasPrefix(repository + "/") else { return repository }
        let depth = folder.dropFirst(repository.count + 1).split(separator: "/").count
        return Array(repeating: "..", count: depth).joined(separator: "/")
    }
}
