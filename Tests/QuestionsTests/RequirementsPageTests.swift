import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted packages and requirements to the page.
struct RequirementsPageTests {
    private func planted() -> SyntheticRequirementsRun {
        var run = SyntheticRequirementsRun()
        run.workers = [
            .bare: (90, 200_000_000), .buildOnly: (120, 600_000_000), .carrying: (500, 1_500_000_000),
        ]
        run.requirements = [
            RequirementRecord(
                area: "kernel", name: "PSI", state: "degraded", found: "none", neededFor: "pressure",
                remedy: "boot with psi=1",
                isRequired: false),
            RequirementRecord(
                area: "privilege", name: "root", state: "fine", found: "user 0", neededFor: "the engine",
                isRequired: true),
        ]
        return run
    }

    private func page(_ run: SyntheticRequirementsRun) throws -> Page {
        let question = WorkerDependenciesQuestion()
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence))
    }

    @Test func bothAnswersStandWithTheirRules() throws {
        let text = try page(planted()).markdown
        #expect(
            text.contains(
                "**Answer: yes.** A worker that only builds containers has 24 % of the packages and 40 % of the bytes"))
        #expect(
            text.contains(
                "**Answer: evidence only.** 2 requirements were looked at, 1 of them required. Not met, or only in part: 1 (PSI)."
            ))
        for question in [WorkerDependenciesQuestion(), OpsRequirementsQuestion()] as [any Question] {
            #expect(text.contains("**\(question.words)** (`\(question.id)`)") && text.contains(question.rule))
        }
        #expect(text.contains("41 Python packages"))
        let lines = text.split(separator: "\n")
        let less = try #require(lines.first { $0.contains("it only builds containers") && $0.hasPrefix("|") })
        #expect(less.contains("120") && less.contains("600 MB") && less.contains(" 30 ") && less.contains("400 MB"))
        let pressure = try #require(lines.first { $0.contains("| PSI") })
        #expect(pressure.contains("**degraded**") && pressure.contains("`boot with psi=1`"))
        #expect(
            lines.filter { $0.hasPrefix("#") } == [
                "# What a worker needs", "## The answers", "## Warnings", "## What was not measured", "## Environment",
                "## How to reproduce it",
            ])
    }

    @Test func whatWasLeftOutIsSetBesideAnAnswerThatItCouldTurn() throws {
        var run = planted()
        #expect(try !page(run).markdown.contains("would have to take"))
        run.workers[.buildOnly] = (120, 1_000_000_000)
        let text = try page(run).markdown
        #expect(text.contains("**Answer: no, not by this rule.**"))
        #expect(text.contains("41 Python packages that the other one carries as well (they would have to take 500 MB"))
    }

    @Test func whatWasNotAskedForIsNotAnswered() throws {
        var run = planted()
        run.questions = ["ops-requirements"]
        let text = try page(run).markdown
        #expect(!text.contains(WorkerDependenciesQuestion().words) && text.contains(OpsRequirementsQuestion().words))
    }

    @Test func thePageIsTheSameForBothQuestionsButForWhatAnswersThem() throws {
        let question = OpsRequirementsQuestion()
        let evidence = try planted().evidence()
        let requirements = question.page(evidence, question.verdict(on: evidence))
        let workers = try page(planted())
        #expect(requirements.markdown == workers.markdown)
        #expect(workers.key?.words.hasPrefix("yes.** ") == true && workers.key?.table?.rows.count == 3)
        #expect(
            requirements.key?.words.hasPrefix("evidence only.** ") == true && requirements.key?.table?.rows.count == 2)
    }
}
